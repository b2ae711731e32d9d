using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Comparisons;

/// <summary>Reads patterns of axis values and names of axes.</summary>
internal sealed class PatternReader(ComparisonFields fields, IReadOnlyList<ComparisonAxis> axes)
{
    private const string ReasonKey = "because";

    public IReadOnlyList<ComparisonAxis> Axes => axes;

    /// <summary>What is left out, each with the reason that tables are to give, if any.</summary>
    public IReadOnlyList<CellPattern> ReadExceptions(JsonObject root) =>
    [
        .. fields.Objects(root, "except", required: false).Select(item => Read(
            [.. item.Json.Where(pair => pair.Key != ReasonKey)],
            item.Path,
            fields.Text(item.Json, item.Path, ReasonKey, required: false))),
    ];

    public CellPattern Read(JsonObject json, string path) => Read([.. json], path, reason: null);

    private CellPattern Read(IReadOnlyList<KeyValuePair<string, JsonNode?>> pattern, string path, string? reason)
    {
        var allowed = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (pattern.Count == 0) fields.Bad(path, "the pattern names no axis, so it fits every cell", "{ axis: value, ... }");
        foreach (var (name, value) in pattern)
        {
            var place = JsonPath.Append(path, name);
            if (Find(name, place) is not { } axis) continue;
            var values = value is JsonArray array ? array.ToArray() : [value];
            allowed[name] = [.. values.Select(one => Value(axis, one, place)).OfType<string>()];
        }

        return new CellPattern(allowed, reason);
    }

    /// <summary>The axis of a name; <see langword="null"/> after a finding if there is none.</summary>
    public ComparisonAxis? Find(string name, string place)
    {
        if (axes.FirstOrDefault(axis => axis.Name == name) is { } found) return found;
        var names = axes.Select(axis => axis.Name).ToArray();
        fields.Fault(
            FindingCodes.UnknownAxis,
            place,
            $"there is no axis '{name}'",
            NearestName.OneOf(names),
            NearestName.Suggest(name, names));
        return null;
    }

    private string? Value(ComparisonAxis axis, JsonNode? value, string place)
    {
        var name = JsonWords.TryString(value, out var text) ? text : value?.ToJsonString() ?? "null";
        if (axis.Find(name) is not null) return name;
        var names = axis.Values.Select(candidate => candidate.Name).ToArray();
        fields.Fault(
            FindingCodes.UnknownAxis,
            place,
            $"the axis '{axis.Name}' has no value '{name}'",
            NearestName.OneOf(names),
            NearestName.Suggest(name, names));
        return null;
    }
}
