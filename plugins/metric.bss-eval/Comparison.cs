namespace PluginHost.Plugins.BssEval;

/// <summary>
/// Compares the estimates of one mixture with its references: from energies where that is certain, else by writing the projections out.
/// Safe to use from several threads.
/// </summary>
/// <param name="taps">The filter length F.</param>
internal sealed class Comparison(int taps)
{
    // The block recursion takes J³ F² steps and its sums 2 J² N doubles of memory; the dense way is slower and larger still.
    private const int MostSources = 16;
    private readonly Correlator _correlator = new(taps);

    /// <summary>Correlates signals, if there are not too many.</summary>
    /// <typeparam name="T">Float or double.</typeparam>
    /// <param name="signals">J references, then estimates.</param>
    /// <param name="sources">J.</param>
    /// <returns>The correlations, or <see langword="null"/> with more sources than 16.</returns>
    public Correlations? Correlate<T>(SignalRows<T> signals, int sources)
        where T : unmanaged => sources > MostSources ? null : _correlator.Correlate(signals, sources);

    /// <summary>Scores estimates from energies.</summary>
    /// <param name="correlations">Correlations of J references, J estimates, and perhaps others behind them.</param>
    /// <param name="sources">J.</param>
    /// <param name="best">Whether estimates are assigned by the highest mean SIR; otherwise each belongs to the reference of its
    /// place.</param>
    /// <param name="further">Further projections on single references that are asked for.</param>
    /// <returns>The scores by reference, each reference's estimate, and the projections; <see langword="null"/> if rounding would
    /// show.</returns>
    public static (SourceScores[] Scores, IReadOnlyList<int> Assignment, ToeplitzScores Projections)? Certain(
        Correlations correlations, int sources, bool best, IEnumerable<(int Reference, int Signal)> further)
    {
        var own = Enumerable.Range(0, sources);
        var pairs = best
            ? own.SelectMany(reference => own.Select(estimate => (reference, sources + estimate)))
            : own.Select(reference => (reference, sources + reference));
        if (ToeplitzScores.Compute(correlations, sources, sources, pairs.Concat(further)) is not { } projections) return null;
        IReadOnlyList<int> assignment = [.. own];
        if (best)
        {
            double?[] sirs = [.. own.SelectMany(reference => own.Select(estimate => projections.Sir(reference, estimate)))];
            if (sirs.Any(sir => sir is null)) return null;
            assignment = Assignments.Best([.. sirs.Select(sir => sir!.Value)]);
        }

        var scores = own.Select(reference => projections.Score(reference, assignment[reference])).ToArray();
        return scores.Any(score => score is null) ? null : ([.. scores.Select(score => score!)], assignment, projections);
    }

    /// <summary>Scores estimates by projections written out.</summary>
    /// <param name="projections">The references, J of them.</param>
    /// <param name="estimates">The estimates, float64 (J or more, L).</param>
    /// <param name="best">As for <see cref="Certain"/>.</param>
    /// <param name="further">Further pairs of a reference and an estimate.</param>
    /// <returns>The scores by reference, those of the further pairs behind them, and each reference's estimate.</returns>
    public static (IReadOnlyList<SourceScores> Scores, IReadOnlyList<int> Assignment) WrittenOut(
        Projections projections, Tensor estimates, bool best, IEnumerable<(int Reference, int Estimate)> further)
    {
        IReadOnlyList<int> assignment = [.. Enumerable.Range(0, projections.Sources)];
        if (best)
        {
            var pairs = assignment.SelectMany(reference => assignment.Select(estimate => (reference, estimate))).ToArray();
            assignment = Assignments.Best([.. projections.Score(estimates, pairs).Select(score => score.Sir)]);
        }

        (int Reference, int Estimate)[] asked = [.. assignment.Select((estimate, reference) => (reference, estimate)), .. further];
        return (projections.Score(estimates, asked), assignment);
    }
}
