using PluginHost.Findings;

namespace PluginHost.Comparisons.Cells;

/// <summary>Expands a comparison into its cells.</summary>
internal static class Grid
{
    /// <summary>The most cells a comparison may have.</summary>
    public const int Largest = 100_000;

    /// <summary>
    /// Every combination of axis values that no exception leaves out. The first axis varies slowest, but the repetition slowest of all,
    /// so that a first full table is there early.
    /// </summary>
    public static Result<IReadOnlyList<ComparisonCell>> Expand(Comparison comparison)
    {
        var findings = new FindingList();
        if (comparison.Axes.Count == 0 || comparison.Axes.Any(axis => axis.Values.Count == 0)) return new([], findings);
        if (comparison.Axes.Aggregate(1L, (count, axis) => Math.Min(count * axis.Values.Count, int.MaxValue)) > Largest)
        {
            var place = comparison.Json.Where("axes");
            findings.Error(FindingCodes.ComparisonValue, place, "the grid is too large", $"at most {Largest} cells");
            return new([], findings);
        }

        var cells = comparison.Axes.OrderByDescending(axis => axis.Repetition)
            .Aggregate(
                (IEnumerable<Dictionary<string, AxisValue>>)[new(StringComparer.Ordinal)],
                (combinations, axis) => combinations.SelectMany(
                    _ => axis.Values,
                    (combination, value) =>
                        new Dictionary<string, AxisValue>(combination, StringComparer.Ordinal) { [axis.Name] = value }))
            .Select(combination => Cell(comparison, combination))
            .Where(cell => !comparison.Exceptions.Any(exception => exception.Fits(cell.Values)))
            .ToList();
        if (cells.Count == 0)
            findings.Error(
                FindingCodes.EmptyGrid,
                comparison.Json.Where("except"),
                "the grid is empty: every combination is left out",
                "at least one cell");
        foreach (var fault in cells.Select(cell => comparison.Budget?.Fault(cell.Values)).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            findings.Error(
                FindingCodes.BudgetTooSmall, comparison.Budget!.Place, fault, "a budget of a model and at least one exemplar",
                "Raise the budget, or leave the combination out by 'except'.");
        }

        foreach (var twins in cells.GroupBy(cell => cell.Folder, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            findings.Error(
                FindingCodes.CellNamedTwice,
                comparison.Json.Where("axes"),
                $"the cells {string.Join(" and ", twins.Take(3).Select(cell => $"'{cell}'"))} would have one folder, '{twins.Key}'",
                "values whose names differ in letters and digits");
        }

        return new(cells, findings);
    }

    private static ComparisonCell Cell(Comparison comparison, Dictionary<string, AxisValue> combination)
    {
        var values = comparison.Axes.Select(axis => (Axis: axis, Value: combination[axis.Name])).ToArray();
        var names = values.ToDictionary(pair => pair.Axis.Name, pair => pair.Value.Name, StringComparer.Ordinal);
        return new ComparisonCell
        {
            Name = string.Join(", ", values.Select(pair => Shown(pair.Axis, pair.Value))),
            Folder = string.Join('_', values.Select(pair => pair.Value.Folder)),
            Values = names,
            Changes =
            [
                .. comparison.Changes, .. values.SelectMany(pair => pair.Value.Changes),
                .. comparison.Budget is { } budget && budget.Fault(names) is null ? [budget.Change(names)] : Array.Empty<JobChange>(),
            ],
            Bound = values.Any(pair => pair.Value.Bound),
        };
    }

    // A bare number says nothing without its axis.
    private static string Shown(ComparisonAxis axis, AxisValue value) =>
        value.Name.Any(char.IsAsciiLetter) && !bool.TryParse(value.Name, out _) ? value.Name : $"{axis.Name} {value.Name}";
}

/// <summary>One run of a comparison: a value of every axis.</summary>
internal sealed record ComparisonCell
{
    /// <summary>Its name for people: the names of its values.</summary>
    public required string Name { get; init; }

    /// <summary>Its run folder's name inside the comparison's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Value name by axis name, in the order of the axes.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>What it changes in the base job: the comparison's changes, then those of its values in the order of the axes.</summary>
    public required IReadOnlyList<JobChange> Changes { get; init; }

    /// <summary>Whether one of its values is a bound.</summary>
    public bool Bound { get; init; }

    public override string ToString() => Name;
}
