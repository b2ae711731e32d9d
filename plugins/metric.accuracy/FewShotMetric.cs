namespace PluginHost.Plugins.AccuracyMetric;

/// <summary>
/// Few-shot class-incremental learning, with the base session as the first experience: seen (its classes), unseen (all later ones), their harmonic
/// mean, and the performance drop PD. After the last session T the figures are S = R[T][0], U the mean of R[T][k] over the samples of all k &gt; 0,
/// H = 2 S U / (S + U), and PD = A_0 - A_T with A_t the mean over all samples tested after session t (Zhang et al., "Few-Shot Incremental Learning
/// with Continually Evolved Classifiers", CVPR 2021; seen, unseen and harmonic mean as in TEEN, NeurIPS 2023).
/// </summary>
[Component("few-shot")]
public sealed class FewShotMetric : IStreamMetric
{
    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<Figure, double?>> Summarise(ScoreMatrix scores)
    {
        var last = scores.Scores.Count - 1;
        var seen = Mean(scores, last, 0, 1);
        var unseen = Mean(scores, last, 1, last + 1);
        var harmonic = seen + unseen > 0 ? 2 * seen * unseen / (seen + unseen) : seen + unseen == 0 ? 0 : null;
        var higher = scores.Figure.HigherIsBetter;
        var drop = last > 0 ? Mean(scores, 0, 0, 1) - Mean(scores, last, 0, last + 1) : null;
        return
        [
            Summary("seen", scores.Figure, higher, seen),
            Summary("unseen", scores.Figure, higher, unseen),
            Summary("harmonic mean", scores.Figure, higher, harmonic),
            Summary("performance drop", scores.Figure, !higher, drop),
        ];
    }

    private static KeyValuePair<Figure, double?> Summary(string name, Figure of, bool higherIsBetter, double? value) =>
        new(new() { Name = name, Unit = of.Unit, HigherIsBetter = higherIsBetter }, value);

    /// <summary>The mean over the samples of experiences first to end - 1 after experience t; nothing if one was not measured.</summary>
    private static double? Mean(ScoreMatrix scores, int t, int first, int end)
    {
        if (t < 0 || end <= first || end > scores.Scores[t].Count || end > scores.Counts.Count) return null;
        var (sum, count) = ((double?)0, 0);
        for (var k = first; k < end; k++)
        {
            sum += scores.Counts[k] * scores.Scores[t][k];
            count += scores.Counts[k];
        }

        return count > 0 ? sum / count : null;
    }
}
