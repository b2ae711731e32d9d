namespace PluginHost.Plugins.Continual;

/// <summary>Score matrices and what the stream metrics make of them.</summary>
internal sealed class StreamSummary(
    IReadOnlyList<Figure> figures, IReadOnlyList<IStreamMetric> metrics, IReadOnlyList<IncrementResult> increments)
{
    /// <summary>The figures that describe the model.</summary>
    public IReadOnlyList<Figure> Measured { get; } = [.. figures.Where(figure => !figure.Baseline)];

    /// <summary>R[t][k] of a figure; row t has its entries k = 0..t, and all where later increments were tested too.</summary>
    public double?[][] Matrix(Figure figure) =>
        [.. increments.Select(increment => Tests(increment).Select(part => Value(part, figure.Name)).ToArray())];

    /// <summary>The score of every class after each increment.</summary>
    public Dictionary<string, double?[]> Classes(Figure figure) => increments.SelectMany(increment => Tests(increment))
        .SelectMany(part => part.Classes.Keys).Distinct(StringComparer.Ordinal)
        .ToDictionary(
            name => name,
            name => increments.Select(increment => ClassValue(increment, name, figure)).ToArray(),
            StringComparer.Ordinal);

    /// <summary>What every stream metric says of a figure.</summary>
    public IReadOnlyList<KeyValuePair<Figure, double?>> Of(Figure figure)
    {
        var scores = new ScoreMatrix { Figure = figure, Scores = Matrix(figure), Untrained = Untrained(figure) };
        return [.. metrics.SelectMany(metric => metric.Summarise(scores))];
    }

    /// <summary>How much increment k has lost since its best earlier score; <see langword="null"/> if there is none.</summary>
    public double? Forgotten(Figure figure, int k)
    {
        var matrix = Matrix(figure);
        var earlier = matrix[k..^1].Where(row => row[k] is not null).Select(row => row[k]!.Value).ToArray();
        var now = matrix[^1][k];
        if (earlier.Length == 0 || now is null) return null;
        return figure.HigherIsBetter ? earlier.Max() - now : now - earlier.Min();
    }

    // The baseline of a figure is the one that carries its name as a prefix, as SDR_mix does for SDR.
    private IReadOnlyList<double?> Untrained(Figure figure)
    {
        var prefix = figure.Name + "_";
        var baseline = figures.FirstOrDefault(other => other.Baseline && other.Name.StartsWith(prefix, StringComparison.Ordinal));
        return baseline is null || increments.Count == 0 ? [] : [.. Tests(increments[^1]).Select(part => Value(part, baseline.Name))];
    }

    private static IEnumerable<ScopeResult> Tests(IncrementResult increment) => increment.Parts.Concat(increment.Future);

    private static double? ClassValue(IncrementResult increment, string name, Figure figure) =>
        Tests(increment).Select(part => part.Classes.GetValueOrDefault(name)).FirstOrDefault(scores => scores is not null) is { } found
        && found.TryGetValue(figure.Name, out var value) ? value : null;

    private static double? Value(ScopeResult part, string name) => part.Scores.TryGetValue(name, out var value) ? value : null;
}
