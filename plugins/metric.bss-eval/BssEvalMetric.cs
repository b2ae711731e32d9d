namespace PluginHost.Plugins.BssEval;

/// <summary>
/// SDR, SIR and SAR of each separated source, the SDR that the unseparated mixture has as an estimate of it, and the improvement on that. A
/// mixture with a silent reference or estimate is skipped, and so is one of whose references another, delayed and filtered, is all but a
/// copy: what one source lets through of the other cannot be told from the source itself then.
/// </summary>
[Component("bss-eval")]
public sealed class BssEvalMetric : IRowMetric
{
    private const double LeastSum = 1e-5;

    // -60 dB: below what 16-bit copies at another level keep, far above what rounding makes of exact ones.
    private const double LeastIndependence = 1e-6;

    // A reference whose unexplained share is above this surely is above the other bound, which a small ridge raises.
    private const double SurelyIndependent = 10 * LeastIndependence;
    private readonly BssEvalOptions _options;
    private readonly Comparison _comparison;

    /// <summary>Creates the metric.</summary>
    /// <param name="options">Its options.</param>
    public BssEvalMetric(BssEvalOptions options) => (_options, _comparison) = (options, new(options.FilterLength));

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } =
    [
        new() { Name = "SDR", Unit = "dB", Baseline = "SDR_mix" },
        new() { Name = "SIR", Unit = "dB" },
        new() { Name = "SAR", Unit = "dB" },
        new() { Name = "SDR_mix", Unit = "dB", DescribesInput = true },
        new() { Name = "SDRi", Unit = "dB" },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<double[]?> Measure(Prediction prediction) => Measure(prediction, Math.Max(1, get_num_threads()));

    /// <summary>Scores every row. A mixture's numbers depend on no other and on no number of threads.</summary>
    /// <param name="prediction">What a task decoded.</param>
    /// <param name="threads">How many mixtures may be worked on at once; usually one for each thread that libtorch may use.</param>
    /// <returns>As <see cref="Measure(Prediction)"/>.</returns>
    internal IReadOnlyList<double[]?> Measure(Prediction prediction, int threads)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var (references, estimates) = (prediction[SeparationKeys.References], prediction[SeparationKeys.Estimates]);
        var mixtures = prediction[SeparationKeys.Mixtures];
        Tensor[] all = [references, estimates, mixtures];
        return all.All(signals => signals.dtype == ScalarType.Float32)
            ? Measure<float>(prediction.Draws, all, ScalarType.Float32, threads)
            : Measure<double>(prediction.Draws, all, ScalarType.Float64, threads);
    }

    private double[]?[] Measure<T>(IReadOnlyList<Draw> draws, Tensor[] signals, ScalarType type, int threads)
        where T : unmanaged
    {
        var (items, slots) = (draws.Count, draws[0].Sources.Count);
        var rows = signals.Select(tensor => tensor.to(type).contiguous().unbind(0)).ToArray();
        var results = new double[]?[items * slots];
        var uncertain = new bool[items];
        Parallel.For(0, items, new() { MaxDegreeOfParallelism = threads }, item =>
        {
            var own = Rows(item);
            var mixture = new SignalRows<T>([.. own.Select(row => rows[0][row]), .. own.Select(row => rows[1][row]), rows[2][item]]);
            var (certain, scores) = Score(mixture, slots);
            uncertain[item] = !certain;
            for (var slot = 0; slot < slots && scores is not null; slot++) results[own[slot]] = scores[slot];
        });

        for (var item = 0; item < items; item++)
        {
            if (!uncertain[item]) continue;
            using var itemScope = NewDisposeScope();
            var own = Rows(item);
            var truth = stack(own.Select(row => rows[0][row])).to(ScalarType.Float64);
            var guesses = stack([.. own.Select(row => rows[1][row]), rows[2][item]]).to(ScalarType.Float64);
            var scores = WriteOut(truth, guesses);
            for (var slot = 0; slot < slots && scores is not null; slot++) results[own[slot]] = scores[slot];
        }

        return results;

        // They run slot by slot.
        int[] Rows(int item) => [.. Enumerable.Range(0, slots).Select(slot => (slot * items) + item)];
    }

    // Values by slot, none for a mixture that is skipped; or uncertain. The signals are references, estimates and the mixture.
    private (bool Certain, double[][]? Values) Score<T>(SignalRows<T> signals, int slots)
        where T : unmanaged
    {
        if (_comparison.Correlate(signals, slots) is not { } correlations) return (false, null);
        if (correlations.Levels.Take(2 * slots).Any(Quiet)) return (true, null);

        // The mixture on each reference; of two references, each on the other.
        var each = Enumerable.Range(0, slots);
        var further = each.Select(slot => (slot, 2 * slots));
        if (slots == 2) further = further.Concat([(0, 1), (1, 0)]);
        if (Comparison.Certain(correlations, slots, _options.Permutation, further) is not { } found) return (false, null);
        if (!each.All(slot => Independent(correlations, found.Projections, slot, slots))) return (false, null);
        var mixture = each.Select(slot => found.Projections.Sdr(slot, slots)).ToArray();
        return mixture.Any(sdr => sdr is null)
            ? (false, null)
            : (true, [.. each.Select(slot => Values(found.Scores[slot], mixture[slot]!.Value))]);
    }

    private static bool Independent(Correlations correlations, ToeplitzScores projections, int slot, int slots)
    {
        if (slots == 1) return true;
        var explained = slots == 2
            ? projections.Alone(1 - slot, slot)
            : Share.Of(correlations, [.. Enumerable.Range(0, slots).Where(other => other != slot)], [slot])?[0];
        return explained is { } share && 1 - share.Value - share.Error > SurelyIndependent;
    }

    private double[][]? WriteOut(Tensor truth, Tensor guesses)
    {
        var slots = (int)truth.shape[0];
        if (Quiet(truth) || Quiet(guesses.narrow(0, 0, slots))) return null;
        var projections = new Projections(truth, _options.FilterLength);
        if (projections.Independence < LeastIndependence) return null;
        var mixture = Enumerable.Range(0, slots).Select(slot => (slot, slots));
        var (scores, _) = Comparison.WrittenOut(projections, guesses, _options.Permutation, mixture);
        return [.. Enumerable.Range(0, slots).Select(slot => Values(scores[slot], scores[slots + slot].Sdr))];
    }

    // Two perfect ratios do not differ; the difference of two infinities would be no number.
    private static double[] Values(SourceScores own, double mixture) =>
        [own.Sdr, own.Sir, own.Sar, mixture, own.Sdr == mixture ? 0 : own.Sdr - mixture];

    private static bool Quiet(Tensor sources) => sources.abs().sum(1).data<double>().ToArray().Any(Quiet);

    // Of a sum of magnitudes; true for what is not a number, too.
    private static bool Quiet(double sum) => !(sum > LeastSum && double.IsFinite(sum));
}
