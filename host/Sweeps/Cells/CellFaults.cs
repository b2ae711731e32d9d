using PluginHost.Contracts;

namespace PluginHost.Comparisons.Cells;

/// <summary>
/// Gathers the findings of many cells' jobs: each is told once, at its place in the comparison file, with the cells it is in.
/// </summary>
internal sealed class CellFaults(Comparison comparison)
{
    private readonly Dictionary<Finding, List<ComparisonCell>> _faults = [];

    public void Add(ComparisonCell cell, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var placed = finding with { Where = Place(cell, finding.Where) };
            if (!_faults.TryGetValue(placed, out var cells)) _faults[placed] = cells = [];
            if (!cells.Contains(cell)) cells.Add(cell);
        }
    }

    /// <summary>The findings, each with the names of its cells.</summary>
    /// <param name="all">How many cells were checked.</param>
    public IEnumerable<Finding> Findings(int all) =>
        _faults.Select(pair => pair.Key with { What = $"{Cells(pair.Value, all)}: {pair.Key.What}" });

    private static string Cells(List<ComparisonCell> cells, int all)
    {
        if (cells.Count == all && all > 1) return $"every cell, such as '{cells[0]}'";
        var more = cells.Count - 1;
        return $"cell '{cells[0]}'" + (more == 0 ? "" : $" and {more} more");
    }

    // The job's reader places a change at the --set that it was handed over with.
    private string Place(ComparisonCell cell, string where)
    {
        foreach (var change in cell.Changes.Reverse())
        {
            var set = $"--set {change.Text}";
            if (!where.StartsWith(set, StringComparison.Ordinal)) continue;
            var below = where[set.Length..].TrimStart(':').TrimStart();
            return below.Length == 0 || change.Place.EndsWith(below, StringComparison.Ordinal) ? change.Place : $"{change.Place} {below}";
        }

        return where.Length == 0 ? comparison.Json.Where("job") : where;
    }
}
