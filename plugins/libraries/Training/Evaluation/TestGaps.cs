namespace PluginHost.Training;

/// <summary>What a test could not measure, and why: a figure over fewer rows than there are says so.</summary>
internal sealed class TestGaps
{
    private const int Shown = 3;
    private readonly Dictionary<object, List<string>> _unmeasured = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, List<string>> _nan = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes note of a row.</summary>
    /// <param name="sample">The row's sample.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="declined">Whether the metric said that it cannot measure the row; it gave NaN otherwise.</param>
    public void Add(SampleInfo sample, IRowMetric metric, bool declined) => Add(declined ? _unmeasured : _nan, metric, sample.Id);

    /// <summary>Takes note of a figure without a value.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="declined">Whether the metric said that it is not defined; it gave NaN otherwise.</param>
    public void Add(Figure figure, ISetMetric metric, bool declined)
    {
        // What is not defined yet, such as a figure of pairs of classes in the first experience, is no fault.
        if (!declined) Add(_nan, metric, $"'{figure.Name}'");
    }

    /// <summary>Says what is missing.</summary>
    /// <param name="scope">The test.</param>
    /// <param name="result">Its result.</param>
    /// <returns>A sentence without its full stop; <see langword="null"/> if nothing is.</returns>
    public string? Describe(string scope, ScopeResult result)
    {
        string[] parts =
        [
            .. _unmeasured.Select(pair => $"{ComponentName.Of(pair.Key)} could not measure {Names(pair.Value)}"),
            .. _nan.Select(pair =>
                $"{ComponentName.Of(pair.Key)} gave NaN in {(pair.Key is IRowMetric ? nameof(IRowMetric.Measure) : nameof(ISetMetric.Compute))} "
                + $"for {Names(pair.Value)}"),
        ];
        if (parts.Length == 0) return null;
        var rest = result.Skipped == 0 ? "" : $". The figures rest on {result.Counted} of {result.Counted + result.Skipped} rows";
        return $"{scope}: {string.Join("; ", parts)}{rest}";
    }

    private static string Names(List<string> all)
    {
        var shown = all.Distinct(StringComparer.Ordinal).Take(Shown);
        return $"{string.Join(", ", shown)}{(all.Count > Shown ? $" and others, {all.Count} rows in all" : "")}";
    }

    private static void Add(Dictionary<object, List<string>> to, object metric, string name)
    {
        if (!to.TryGetValue(metric, out var names)) to[metric] = names = [];
        names.Add(name);
    }
}
