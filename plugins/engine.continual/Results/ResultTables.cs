namespace PluginHost.Plugins.Continual;

/// <summary>Lays results out as tables for people.</summary>
internal sealed class ResultTables(IReadOnlyList<Figure> figures, StreamSummary summary, IReadOnlyList<IncrementResult> increments)
{
    private string[] Headings => [.. figures.Select(figure => figure.Unit.Length == 0 ? figure.Name : $"{figure.Name} ({figure.Unit})")];

    /// <summary>The tests after the latest increment: each increment's classes, and all classes seen.</summary>
    public TableReported AfterIncrement(int count)
    {
        var latest = increments[^1];
        var primary = summary.Measured.Count > 0 ? summary.Measured[0] : null;
        var rows = new List<IReadOnlyList<object?>>();
        for (var k = 0; k < latest.Parts.Count; k++)
        {
            var forgotten = primary is null ? null : summary.Forgotten(primary, k);
            rows.Add([$"increment {k + 1}", string.Join(", ", increments[k].NewClasses), .. Cells(latest.Parts[k]), forgotten]);
        }

        rows.Add(["all seen", $"{increments.Sum(increment => increment.NewClasses.Count)} classes", .. Cells(latest.Test), null]);
        return new()
        {
            Title = $"After increment {latest.Increment + 1} of {count}",
            Columns = ["test", "classes", .. Headings, primary is null ? "forgotten" : $"forgotten {primary.Name}"],
            Rows = rows,
            Caption = "Rows by increment use an easier fixed pairing than 'all seen' (partners from increments up to their own): "
                + "do not average the two.",
        };
    }

    /// <summary>The tables of the whole run.</summary>
    public IEnumerable<TableReported> OfRun()
    {
        yield return new()
        {
            Title = "All classes seen, after each increment",
            Columns = ["after", "new classes", .. Headings, "steps/s"],
            Rows = [.. increments.Select(AfterRow)],
        };
        if (increments.Any(increment => increment.HeldBytes > 0)) yield return Held();
        if (summary.Measured.Count == 0) yield break;
        yield return Matrix(summary.Measured[0]);
        yield return Classes(summary.Measured[0]);
        var summaries = summary.Measured.Select(summary.Of).ToArray();
        if (summaries[0].Count == 0) yield break;
        yield return new()
        {
            Title = "Over the stream",
            Columns = ["summary", .. summary.Measured.Select(figure => figure.Name)],
            Rows = [.. summaries[0].Select((pair, i) =>
                (IReadOnlyList<object?>)[pair.Key.Name, .. summaries.Select(values => (object?)values[i].Value)])],
            Caption = "Forgetting: less is better. The diagonal of the matrix says how well each increment was learned to begin with.",
        };
    }

    private TableReported Held() => new()
    {
        Title = "Held from earlier increments, in bytes",
        Columns = ["during", "exemplars", "memory", "strategy", "together"],
        Rows = [.. increments.Select(each => (IReadOnlyList<object?>)
            [$"increment {each.Increment + 1}", each.Exemplars, each.MemoryBytes, each.StrategyBytes, each.HeldBytes])],
        Caption = "Memory: exemplars as loaded. Strategy: models, importances and outputs that it keeps.",
    };

    private TableReported Matrix(Figure figure)
    {
        var matrix = summary.Matrix(figure);
        return new()
        {
            Title = $"{figure.Name} on the classes of each increment (R[t][k])",
            Columns = ["after", .. increments.Select(increment => $"k = {increment.Increment + 1}")],
            Rows = [.. matrix.Select((row, t) => (IReadOnlyList<object?>)
                [$"t = {t + 1}", .. row.Select(value => (object?)value), .. Enumerable.Repeat<object?>(null, matrix.Length - row.Length)])],
            Caption = increments[0].Future.Count == 0 ? null : "Right of the diagonal: increments not learned yet, with fresh rows.",
        };
    }

    private TableReported Classes(Figure figure) => new()
    {
        Title = $"{figure.Name} on each class",
        Columns = ["class", .. increments.Select(increment => $"t = {increment.Increment + 1}")],
        Rows = [.. summary.Classes(figure).Select(pair =>
            (IReadOnlyList<object?>)[pair.Key, .. pair.Value.Select(value => (object?)value)])],
    };

    private IReadOnlyList<object?> AfterRow(IncrementResult increment) =>
    [
        $"increment {increment.Increment + 1}",
        string.Join(", ", increment.NewClasses),
        .. Cells(increment.Test),
        Math.Round(increment.StepsPerSecond, 2),
    ];

    private IEnumerable<object?> Cells(ScopeResult result) =>
        figures.Select(figure => result.Scores.TryGetValue(figure.Name, out var value) ? (object?)value : null);
}
