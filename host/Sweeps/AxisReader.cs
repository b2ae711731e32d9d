using System.Text.Json.Nodes;
using PluginHost.Comparisons.Protocols;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Comparisons;

/// <summary>Reads the axes of a comparison.</summary>
internal sealed class AxisReader(ComparisonFields fields)
{
    private static readonly string[] AxisKeys = ["name", "path", "values", "repetition", "budget"];
    private static readonly string[] ValueKeys = ["name", "value", "set", "bound"];

    public IReadOnlyList<ComparisonAxis> Read(JsonObject root)
    {
        var axes = new List<ComparisonAxis>();
        foreach (var (json, path) in fields.Objects(root, "axes", required: true))
        {
            fields.RefuseUnknownKeys(json, path, AxisKeys);
            var jobPath = fields.Text(json, path, "path", required: false);
            var name = fields.Text(json, path, "name", required: jobPath is null) ?? jobPath ?? path;
            if (axes.Exists(axis => axis.Name == name))
                fields.Bad($"{path}.name", $"there are two axes named '{name}'", "a name of its own for each axis");
            var repetition = fields.Flag(json, path, "repetition");
            if (repetition && axes.Find(axis => axis.Repetition) is { } first)
                fields.Bad($"{path}.repetition", $"the axis '{first.Name}' is the repetition already", "one axis of repetition");
            var values = fields.Object(json, "budget", required: false, path) is { } budget
                ? ProtocolReader.Values(budget, $"{path}.budget", name, fields)
                : Values(json, path, name, jobPath);
            axes.Add(new ComparisonAxis { Name = name, Values = values, Repetition = repetition });
        }

        return axes;
    }

    private List<AxisValue> Values(JsonObject json, string path, string axis, string? jobPath)
    {
        var values = new List<AxisValue>();
        var full = $"{path}.values";
        if (fields.Array(json, path, "values", required: true, "an array of values") is not { } array) return values;
        if (array.Count == 0) fields.Fault(FindingCodes.EmptyGrid, full, $"the axis '{axis}' has no values", "at least one value");
        for (var i = 0; i < array.Count; i++)
        {
            var place = $"{full}[{i}]";
            var value = array[i] is JsonObject named ? Named(named, place, axis, jobPath) : Plain(array[i], place, axis, jobPath);
            if (value is null) continue;
            if (values.Exists(known => known.Name == value.Name))
                fields.Fault(
                    FindingCodes.CellNamedTwice,
                    place,
                    $"the axis '{axis}' has two values named '{value.Name}', so two cells have one name",
                    "a name of its own for each value");
            else values.Add(value);
        }

        return values;
    }

    private AxisValue? Plain(JsonNode? value, string place, string axis, string? jobPath)
    {
        if (jobPath is null)
        {
            fields.Bad(
                place,
                $"found {JsonWords.Describe(value)}, but the axis '{axis}' has no path that it could be set at",
                "{ \"name\": ..., \"set\": { path: value } }, or a path for the axis");
            return null;
        }

        if (fields.Change(jobPath, value, place) is not { } change) return null;
        var isText = JsonWords.TryString(value, out var text);
        var name = isText ? text : value?.ToJsonString() ?? "null";
        return new AxisValue { Name = name, Changes = [change], Folder = FolderName.Of(isText ? name : $"{axis}-{name}") };
    }

    private AxisValue? Named(JsonObject json, string place, string axis, string? jobPath)
    {
        fields.RefuseUnknownKeys(json, place, ValueKeys);
        var name = fields.Text(json, place, "name", required: true);
        var changes = fields.Changes(json, place, "set").ToList();
        if (json.TryGetPropertyValue("value", out var value))
        {
            if (jobPath is null)
                fields.Bad($"{place}.value", $"the axis '{axis}' has no path that it could be set at", "a path for the axis");
            else if (fields.Change(jobPath, value, $"{place}.value") is { } change) changes.Insert(0, change);
        }

        return name is null ? null : new AxisValue
        {
            Name = name,
            Changes = changes,
            Bound = fields.Flag(json, place, "bound"),
            Folder = FolderName.Of(name),
        };
    }
}
