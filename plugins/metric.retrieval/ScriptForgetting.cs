namespace PluginHost.Plugins.Retrieval;

/// <summary>
/// Forgetting as STELLA's released script counts it: the sum over all experiences of the greatest loss against an earlier test, divided by
/// one less than the experiences. It takes the last experience in, whose earlier tests were before it was learned, so it is smaller than
/// the forgetting that <c>continual</c> gives.
/// </summary>
/// <remarks>
/// The last experience has earlier tests only where experiences to come are tested: <c>engine.options.evaluation.future</c>.
/// </remarks>
[Component("retrieval-forgetting")]
public sealed class ScriptForgetting : IStreamMetric, IUndefinedFigures
{
    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<Figure, double?>> Summarise(ScoreMatrix scores)
    {
        if (scores.Figure.DescribesInput) return [];
        var figure = new Figure { Name = "script forgetting", Unit = scores.Figure.Unit, HigherIsBetter = false };
        return [new(figure, Value(scores))];
    }

    /// <inheritdoc/>
    public string WhyUndefined(Figure figure) => "it needs two experiences, and tests of those to come: set engine.options.evaluation.future";

    private static double? Value(ScoreMatrix scores)
    {
        var rows = scores.Scores;
        var count = rows.Count;
        if (count < 2) return null;
        var sign = scores.Figure.HigherIsBetter ? 1 : -1;
        var sum = 0.0;
        for (var k = 0; k < count; k++)
        {
            double?[] earlier = [.. rows.Take(count - 1).Select(row => k < row.Count ? row[k] : null)];
            if (k >= rows[^1].Count || rows[^1][k] is not { } last || !Array.Exists(earlier, score => score is not null)) return null;
            sum += earlier.Where(score => score is not null).Max(score => sign * (score!.Value - last));
        }

        return sum / (count - 1);
    }
}
