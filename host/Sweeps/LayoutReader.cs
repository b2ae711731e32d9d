using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Comparisons;

/// <summary>Reads what to tabulate and what others published.</summary>
internal sealed class LayoutReader(ComparisonFields fields, PatternReader patterns)
{
    private static readonly string[] Directions = ["higher", "lower", "neither"];

    public IReadOnlyList<ComparisonFigure> Figures(JsonObject table)
    {
        var figures = new List<ComparisonFigure>();
        foreach (var (json, path) in fields.Objects(table, "figures", required: true, "table"))
        {
            fields.RefuseUnknownKeys(json, path, ["name", "path", "better", "decimals", "unit"]);
            var name = fields.Text(json, path, "name", required: true);
            var metric = fields.Text(json, path, "path", required: true);
            var better = fields.Text(json, path, "better", required: false) ?? "higher";
            if (!Directions.Contains(better))
                fields.Bad(
                    $"{path}.better",
                    $"found '{better}'",
                    NearestName.OneOf(Directions),
                    NearestName.Suggest(better, Directions));
            if (metric is not null && MetricPath.Fault(metric) is { } fault)
                fields.Bad($"{path}.path", fault, "a path such as experiences[last].test.scores.SDR");
            if (name is null || metric is null) continue;
            if (figures.Exists(figure => figure.Name == name))
                fields.Bad($"{path}.name", $"there are two figures named '{name}'", "a name of its own for each figure");
            figures.Add(new ComparisonFigure
            {
                Name = name,
                Path = metric,
                Direction = better switch { "lower" => -1, "neither" => 0, _ => 1 },
                Decimals = Decimals(json, path),
                Unit = fields.Text(json, path, "unit", required: false),
            });
        }

        return figures;
    }

    public (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns) Axes(JsonObject table)
    {
        var rows = Names(table, "rows");
        var columns = Names(table, "columns");
        foreach (var twice in rows.Intersect(columns, StringComparer.Ordinal))
            fields.Bad("table.columns", $"the axis '{twice}' is in the rows already", "each axis in one place");
        foreach (var axis in patterns.Axes.Where(axis => axis.Values.Count > 1 && !axis.Repetition))
        {
            if (rows.Contains(axis.Name) || columns.Contains(axis.Name)) continue;
            fields.Bad(
                "table",
                $"the axis '{axis.Name}' is neither in rows nor in columns",
                "every axis in one of them, but the repetition");
        }

        if (rows.Count == 0 && !table.ContainsKey("rows")) fields.Missing("table.rows", "an array of axis names");
        return (rows, columns);
    }

    public (string? Source, IReadOnlyList<PublishedCell> Cells) Published(JsonObject root, IReadOnlyList<ComparisonFigure> figures)
    {
        if (fields.Object(root, "published", required: false) is not { } published) return (null, []);
        fields.RefuseUnknownKeys(published, "published", ["source", "cells"]);
        var source = fields.Text(published, "published", "source", required: true);
        var cells = new List<PublishedCell>();
        foreach (var (json, path) in fields.Objects(published, "cells", required: true, "published"))
        {
            fields.RefuseUnknownKeys(json, path, ["at", "figures"]);
            if (!json.ContainsKey("at")) fields.Missing($"{path}.at", "{ axis: value, ... }");
            if (fields.Object(json, "at", required: false, path) is not { } at) continue;
            var pattern = patterns.Read(at, $"{path}.at");
            var given = fields.Object(json, "figures", required: true, path);
            var values = given is null ? [] : Numbers(given, $"{path}.figures", figures);
            cells.Add(new PublishedCell(pattern, values, fields.Where(path)));
        }

        return (source, cells);
    }

    private int Decimals(JsonObject json, string path)
    {
        if (!json.TryGetPropertyValue("decimals", out var value)) return 2;
        if (JsonWords.TryInteger(value, out var number) && number is >= 0 and <= 9) return (int)number;
        fields.Bad($"{path}.decimals", $"found {JsonWords.Describe(value)}", "an integer from 0 to 9");
        return 2;
    }

    private List<string> Names(JsonObject table, string key)
    {
        var names = new List<string>();
        foreach (var name in fields.Texts(table, key, "table"))
        {
            if (patterns.Find(name, $"table.{key}[{names.Count}]") is not { } axis) continue;
            if (axis.Repetition)
                fields.Bad($"table.{key}", $"the axis '{name}' is the repetition, over which figures are averaged", null);
            else names.Add(name);
        }

        return names;
    }

    private Dictionary<string, double> Numbers(JsonObject json, string path, IReadOnlyList<ComparisonFigure> figures)
    {
        var names = figures.Select(figure => figure.Name).ToArray();
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in json)
        {
            var place = JsonPath.Append(path, name);
            if (!names.Contains(name))
                fields.Bad(place, $"'{name}' is no figure of the table", NearestName.OneOf(names), NearestName.Suggest(name, names));
            else if (value?.GetValueKind() != JsonValueKind.Number) fields.Bad(place, $"found {JsonWords.Describe(value)}", "a number");
            else numbers[name] = value.GetValue<double>();
        }

        return numbers;
    }
}
