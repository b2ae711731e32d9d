namespace PluginHost.Plugins.BssEval;

/// <summary>
/// BSS-eval of sources (Vincent, Gribonval and Févotte, 2006) as in mir_eval (docs/separation.md, "BSS-eval"): an estimate is divided into
/// what a filtered reference explains, what the other references explain in addition, and the rest. Double precision.
/// </summary>
public static class SourceEvaluation
{
    private const int MostSources = 100;

    /// <summary>Compares each estimate with the reference of its place.</summary>
    /// <param name="references">References, (J, L) of any floating type.</param>
    /// <param name="estimates">Estimates, (J, L).</param>
    /// <param name="filterLength">Taps of the permitted filter.</param>
    /// <returns>One result per reference; none for empty input.</returns>
    /// <exception cref="ArgumentException">The shapes differ, there are over 100 sources, or one of them is silent throughout.</exception>
    public static IReadOnlyList<SourceScores> Compare(Tensor references, Tensor estimates, int filterLength = 512)
    {
        return Validate(references, estimates) ? Evaluate(references, estimates, filterLength, best: false).Scores : [];
    }

    /// <summary>Compares all estimates with all references and takes the assignment with the highest mean SIR.</summary>
    /// <param name="references">References, (J, L) of any floating type.</param>
    /// <param name="estimates">Estimates, (J, L), in any order.</param>
    /// <param name="filterLength">Taps of the permitted filter.</param>
    /// <returns>One result per reference, and the estimate that each was given.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Compare"/>.</exception>
    public static (IReadOnlyList<SourceScores> Scores, IReadOnlyList<int> Assignment) CompareBest(
        Tensor references, Tensor estimates, int filterLength = 512)
    {
        return Validate(references, estimates) ? Evaluate(references, estimates, filterLength, best: true) : ([], []);
    }

    private static (IReadOnlyList<SourceScores> Scores, IReadOnlyList<int> Assignment) Evaluate(
        Tensor references, Tensor estimates, int filterLength, bool best)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var sources = (int)references.shape[0];
        var (truth, guesses) = (Doubles(references), Doubles(estimates));
        var rows = new SignalRows<double>([.. truth.unbind(0), .. guesses.unbind(0)]);
        if (new Comparison(filterLength).Correlate(rows, sources) is { } correlations
            && Comparison.Certain(correlations, sources, best, []) is { } found)
        {
            return (found.Scores, found.Assignment);
        }

        return Comparison.WrittenOut(new(truth, filterLength), guesses, best, []);
    }

    private static Tensor Doubles(Tensor signals) => signals.to(ScalarType.Float64).cpu().contiguous();

    private static bool Validate(Tensor references, Tensor estimates)
    {
        if (!references.shape.AsSpan().SequenceEqual(estimates.shape) || references.shape.Length != 2)
        {
            throw new ArgumentException(
                $"References ({string.Join(", ", references.shape)}) and estimates ({string.Join(", ", estimates.shape)}) "
                    + "need one shape (sources, samples).",
                nameof(estimates));
        }

        if (references.numel() == 0) return false;
        if (references.shape[0] > MostSources)
        {
            throw new ArgumentException(
                $"There are {references.shape[0]} sources; at most {MostSources} are compared.", nameof(references));
        }

        RequireSound(references, nameof(references));
        RequireSound(estimates, nameof(estimates));
        return true;
    }

    private static void RequireSound(Tensor sources, string name)
    {
        using var scope = NewDisposeScope();
        var loudest = sources.abs().amax([1]).to_type(ScalarType.Float64).data<double>().ToArray();
        var silent = Array.FindIndex(loudest, peak => !(peak > 0));
        if (silent >= 0) throw new ArgumentException($"Source {silent} of the {name} is silent or not a number throughout.", name);
    }
}

/// <summary>How well one estimate gives one reference, in decibels; positive infinity where nothing disturbs.</summary>
/// <param name="Sdr">Signal to distortion ratio.</param>
/// <param name="Sir">Signal to interference ratio.</param>
/// <param name="Sar">Signal to artefacts ratio.</param>
public sealed record SourceScores(double Sdr, double Sir, double Sar);
