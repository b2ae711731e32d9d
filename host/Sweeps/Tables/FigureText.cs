using System.Globalization;

namespace PluginHost.Comparisons.Tables;

/// <summary>Figures and remarks as they stand in every written table.</summary>
internal static class FigureText
{
    public static string Number(double value, ComparisonFigure figure) => Number(value, figure.Decimals);

    /// <summary>A number with so many decimals.</summary>
    public static string Number(double value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero)
        .ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Mean and half-width.</summary>
    public static string Ours(TableFigure figure) => figure.Ours is not { } ours ? "-"
        : Number(ours.Mean, figure.Figure) + (ours.HalfWidth is { } half ? $" ± {Number(half, figure.Figure)}" : "");

    public static string Published(TableFigure figure) => figure.Published is { } published ? Number(published, figure.Figure) : "-";

    /// <summary>What the marks of a table mean, and what it took.</summary>
    public static IEnumerable<string> Remarks(ResultTable table, string mark)
    {
        var comparison = table.Comparison;
        var most = table.Rows.SelectMany(row => row.Entries).OfType<TableEntry>().SelectMany(entry => entry.Figures)
            .Max(figure => figure.Ours?.Count) ?? 0;
        if (comparison.Repetition is { } repetition && most > 1)
        {
            var quantile = Sample.Quantile(most - 1, Sample.Level).ToString("0.000", CultureInfo.InvariantCulture);
            yield return $"Mean ± half-width of the 95 % confidence interval of the mean over {repetition.Name} "
                + $"({string.Join(", ", repetition.Values.Select(value => value.Name))}): Student's t with n-1 degrees of freedom "
                + $"(n = {most}: t = {quantile}).";
        }
        else yield return "Single runs: no confidence intervals.";

        yield return $"{mark}: best of its column; equal as shown is equally good, bounds and failed cells do not count.";
        foreach (var reason in Undefined(table)) yield return reason;
        foreach (var exception in comparison.Exceptions.Where(exception => exception.Reason is not null))
            yield return $"Left out: {string.Join("; ", exception.Allowed.Values.Select(names => string.Join(", ", names)))} ({exception.Reason}).";
        if (comparison.Source is { } source) yield return $"Published: {source}";
        var done = table.Cells.Count(result => result.State == Cells.CellState.Done);
        yield return $"{done} of {table.Cells.Count} runs complete; wall time of all runs together {DurationText.Of(table.Seconds)}.";
    }

    // A complete run without a number says why.
    private static IEnumerable<string> Undefined(ResultTable table) =>
        from figure in table.Comparison.Figures
        from cell in table.Cells
        where cell.Metrics is not null && MetricPath.Find(cell.Metrics, figure.Path) is null
        group cell.Cell.Name by $"No {figure.Name}: {MetricPath.Why(cell.Metrics, figure.Path) ?? $"metrics.json has nothing at {figure.Path}"}" into same
        select $"{same.Key} ({same.First()}{(same.Count() == 1 ? "" : $" and {same.Count() - 1} more")}).";
}
