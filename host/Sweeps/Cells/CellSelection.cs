using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Comparisons.Cells;

/// <summary>Picks the cells that <c>--only axis=value</c> names: any of the values of one axis, and of all axes named.</summary>
internal static class CellSelection
{
    public static Result<IReadOnlySet<ComparisonCell>> Of(
        Comparison comparison, IReadOnlyList<ComparisonCell> cells, IReadOnlyList<string> only)
    {
        var findings = new FindingList();
        var allowed = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var text in only)
        {
            var equals = text.IndexOf('=');
            var (axis, value) = equals < 0 ? (text, "") : (text[..equals].Trim(), text[(equals + 1)..].Trim());
            if (comparison.Axes.FirstOrDefault(candidate => candidate.Name == axis) is not { } found)
                findings.Add(Unknown(text, $"there is no axis '{axis}'", axis, comparison.Axes.Select(candidate => candidate.Name)));
            else if (found.Find(value) is null)
                findings.Add(Unknown(text, $"the axis '{axis}' has no '{value}'", value, found.Values.Select(candidate => candidate.Name)));
            else allowed[axis] = [.. allowed.GetValueOrDefault(axis) ?? [], value];
        }

        var pattern = new CellPattern(allowed);
        var selected = cells.Where(cell => pattern.Fits(cell.Values)).ToHashSet();
        if (selected.Count == 0 && cells.Count > 0 && !findings.HasErrors)
            findings.Error(FindingCodes.EmptyGrid, "--only", "no cell is left", "axis values that some cell has together");
        return new(selected, findings);
    }

    private static Finding Unknown(string text, string what, string name, IEnumerable<string> valid)
    {
        var names = valid.ToArray();
        return new()
        {
            Code = FindingCodes.UnknownAxis,
            Where = $"--only {text}",
            What = what,
            Expected = NearestName.OneOf(names),
            Fix = NearestName.Suggest(name, names),
        };
    }
}
