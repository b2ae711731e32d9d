using TorchSharp.Modules;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// The correction alpha · z + beta of the scores of classes <see cref="First"/> to <see cref="End"/> - 1 (Wu et al., BiC, eq.
/// 4).
/// </summary>
public sealed class BiasCorrection
{
    /// <summary>Creates a correction.</summary>
    /// <param name="first">The first class.</param>
    /// <param name="end">One past the last class.</param>
    /// <param name="values">alpha and beta, float32 (2).</param>
    public BiasCorrection(int first, int end, Tensor values)
    {
        (First, End) = (first, end);
        Values = new(values);
        Values.DetachFromDisposeScope();
    }

    /// <summary>The first class.</summary>
    public int First { get; }

    /// <summary>One past the last class.</summary>
    public int End { get; }

    /// <summary>alpha and beta.</summary>
    public Parameter Values { get; }

    /// <summary>Applies corrections; scores of classes without one stay.</summary>
    /// <param name="logits">Scores, (R, classes); classes that a correction names may be missing at the end.</param>
    /// <param name="corrections">Corrections of ascending, separate classes.</param>
    /// <returns>The corrected scores, differentiable, in the current dispose scope.</returns>
    public static Tensor Apply(Tensor logits, IReadOnlyList<BiasCorrection> corrections)
    {
        var classes = (int)logits.size(1);
        var parts = new List<Tensor>();
        var done = 0;
        foreach (var correction in corrections.Where(each => each.End <= classes))
        {
            if (correction.First > done) parts.Add(logits.narrow(1, done, correction.First - done));
            var own = logits.narrow(1, correction.First, correction.End - correction.First);
            parts.Add((own * correction.Values[0]) + correction.Values[1]);
            done = correction.End;
        }

        if (done < classes) parts.Add(logits.narrow(1, done, classes - done));
        return cat(parts, 1);
    }
}
