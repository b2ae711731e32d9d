using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Json;

namespace PluginHost.Comparisons.Protocols;

/// <summary>A figure's area over the budgets of an axis, by the trapezoid rule: AUC-A and AUC-L of the survey.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Over">The axis; its values have numbers.</param>
/// <param name="Positions">The number of each of the axis' values by name.</param>
/// <param name="Scale">A factor on the figure: 0.01 makes a fraction of per cents.</param>
internal sealed record ComparisonArea(string Name, ComparisonFigure Figure, string Over, IReadOnlyDictionary<string, double> Positions, double Scale);

/// <summary>A test of whether the values of an axis differ in a figure, paired by repetition.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Between">The axis.</param>
/// <param name="Against">The value that all others are compared with; <see langword="null"/> for every pair.</param>
internal sealed record ComparisonTest(ComparisonFigure Figure, string Between, string? Against);

/// <summary>Reads the parts of a comparison file that say how methods are compared: budgets, areas, tests.</summary>
internal sealed class ProtocolReader(ComparisonFields fields, IReadOnlyList<ComparisonAxis> axes)
{
    private static readonly string[] BudgetKeys = ["values", "of", "set", "exemplarBytes", "parameters"];

    /// <summary>The budgets as values of their axis, without what they change, which depends on another axis.</summary>
    public static List<AxisValue> Values(JsonObject budget, string path, string axis, ComparisonFields fields)
    {
        var values = new List<AxisValue>();
        if (fields.Array(budget, path, "values", required: true, "budgets in megabytes of 2^20 bytes") is not { } array) return values;
        foreach (var (i, item) in array.Index())
        {
            var name = item is JsonObject named ? fields.Text(named, $"{path}.values[{i}]", "name", required: true) : item?.ToJsonString();
            if (name is not null) values.Add(new AxisValue { Name = name, Changes = [], Folder = FolderName.Of($"{axis}-{name}") });
        }

        return values;
    }

    /// <summary>The budget of the axis that has one; <see langword="null"/> if none has.</summary>
    public MemoryBudget? Budget(JsonObject root)
    {
        foreach (var (json, path) in fields.Objects(root, "axes", required: false))
        {
            if (json["budget"] is JsonObject budget) return Read(json, budget, $"{path}.budget");
        }

        return null;
    }

    /// <summary>The areas that the table asks for.</summary>
    public IReadOnlyList<ComparisonArea> Areas(JsonObject table, IReadOnlyList<ComparisonFigure> figures, MemoryBudget? budget)
    {
        var areas = new List<ComparisonArea>();
        foreach (var (json, path) in fields.Objects(table, "areas", required: false, "table"))
        {
            fields.RefuseUnknownKeys(json, path, ["name", "figure", "over", "scale"]);
            var name = fields.Text(json, path, "name", required: true);
            var figure = Figure(json, path, figures);
            var axis = Axis(json, path, "over");
            if (name is null || figure is null || axis is null) continue;
            var positions = Positions(axis, budget);
            if (positions is null || positions.Count < 2)
            {
                fields.Bad($"{path}.over", $"the axis '{axis.Name}' does not have at least two values that are numbers or budgets", "an axis of budgets");
                continue;
            }

            areas.Add(new(name, figure, axis.Name, positions, Number(json, path, "scale") ?? 1));
        }

        return areas;
    }

    /// <summary>The tests that the table asks for.</summary>
    public IReadOnlyList<ComparisonTest> Tests(JsonObject table, IReadOnlyList<ComparisonFigure> figures)
    {
        var tests = new List<ComparisonTest>();
        foreach (var (json, path) in fields.Objects(table, "tests", required: false, "table"))
        {
            fields.RefuseUnknownKeys(json, path, ["figure", "between", "against"]);
            var figure = Figure(json, path, figures);
            var axis = Axis(json, path, "between");
            var against = fields.Text(json, path, "against", required: false);
            if (figure is null || axis is null) continue;
            if (axes.FirstOrDefault(other => other.Repetition) is not { } repetition || repetition == axis)
                fields.Bad(path, "pairs are made of repetitions, and the comparison has none", "an axis with \"repetition\": true, such as seeds");
            else if (repetition.Values.Count > SignFlipTest.Most)
                fields.Bad(path, $"there are {repetition.Values.Count} repetitions, and all signs of at most {SignFlipTest.Most} are tried", null);
            else if (against is not null && axis.Find(against) is null)
            {
                var names = axis.Values.Select(value => value.Name).ToArray();
                fields.Bad($"{path}.against", $"the axis '{axis.Name}' has no value '{against}'", NearestName.OneOf(names), NearestName.Suggest(against, names));
            }
            else tests.Add(new(figure, axis.Name, against));
        }

        return tests;
    }

    private MemoryBudget? Read(JsonObject axis, JsonObject json, string path)
    {
        fields.RefuseUnknownKeys(json, path, BudgetKeys);
        var name = axis["name"]?.ToString() ?? "";
        var of = Axis(json, path, "of");
        var set = fields.Text(json, path, "set", required: true);
        var bytes = Whole(json, path, "exemplarBytes");
        var given = fields.Object(json, "parameters", required: true, path);
        if (of is null || set is null || bytes is null || given is null || fields.Change(set, 0, $"{path}.set") is null) return null;
        var parameters = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var method in of.Values)
        {
            if (Whole(given, $"{path}.parameters", method.Name) is { } count) parameters[method.Name] = count;
        }

        var budgets = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (i, item) in (json["values"] as JsonArray ?? []).Index())
        {
            var place = $"{path}.values[{i}]";
            if (item is JsonObject reference)
            {
                fields.RefuseUnknownKeys(reference, place, ["name", "parameters", "exemplars"]);
                if (Whole(reference, place, "parameters") is { } p && Whole(reference, place, "exemplars") is { } n && reference["name"] is { } title)
                    budgets[title.ToString()] = MemoryBudget.Total(p, n, bytes.Value);
            }
            else if (item?.GetValueKind() == JsonValueKind.Number && item.GetValue<double>() is > 0 and var megabytes)
                budgets[item.ToJsonString()] = megabytes * MemoryBudget.Megabyte;
            else fields.Bad(place, $"found {JsonWords.Describe(item)}", "megabytes above 0, or { name, parameters, exemplars } of a reference");
        }

        if (parameters.Count < of.Values.Count || budgets.Count == 0) return null;
        return new MemoryBudget
        {
            Axis = name, Of = of.Name, Path = set, ExemplarBytes = bytes.Value, Parameters = parameters, Bytes = budgets, Place = fields.Where(path),
        };
    }

    private static Dictionary<string, double>? Positions(ComparisonAxis axis, MemoryBudget? budget)
    {
        if (budget?.Axis == axis.Name)
            return budget.Bytes.ToDictionary(pair => pair.Key, pair => pair.Value / MemoryBudget.Megabyte, StringComparer.Ordinal);
        var positions = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var value in axis.Values)
        {
            if (!double.TryParse(value.Name, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return null;
            positions[value.Name] = number;
        }

        return positions;
    }

    private ComparisonFigure? Figure(JsonObject json, string path, IReadOnlyList<ComparisonFigure> figures)
    {
        if (fields.Text(json, path, "figure", required: true) is not { } name) return null;
        if (figures.FirstOrDefault(figure => figure.Name == name) is { } found) return found;
        var names = figures.Select(figure => figure.Name).ToArray();
        fields.Bad($"{path}.figure", $"'{name}' is no figure of the table", NearestName.OneOf(names), NearestName.Suggest(name, names));
        return null;
    }

    private ComparisonAxis? Axis(JsonObject json, string path, string key) =>
        fields.Text(json, path, key, required: true) is { } name ? new PatternReader(fields, axes).Find(name, $"{path}.{key}") : null;

    private double? Number(JsonObject json, string path, string key)
    {
        if (json[key] is not { } value) return null;
        if (value.GetValueKind() == JsonValueKind.Number) return value.GetValue<double>();
        fields.Bad($"{path}.{key}", $"found {JsonWords.Describe(value)}", "a number");
        return null;
    }

    private long? Whole(JsonObject json, string path, string key)
    {
        if (JsonWords.TryInteger(json[key], out var number) && number > 0) return number;
        var place = JsonPath.Append(path, key);
        if (json.ContainsKey(key)) fields.Bad(place, $"found {JsonWords.Describe(json[key])}", "a whole number above 0");
        else fields.Missing(place, "a whole number above 0");
        return null;
    }
}
