using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Comparisons.Protocols;

/// <summary>Reads <c>tuning</c> and <c>evaluation</c> of a comparison file.</summary>
internal sealed class TwoPhaseReader(
    ComparisonFields fields, IReadOnlyList<ComparisonAxis> axes, IReadOnlyList<ComparisonFigure> figures, IReadOnlyList<CellPattern> exceptions)
{
    private static readonly string[] TuningKeys = ["of", "set", "grid", "grids", "figure", "repetitions"];

    /// <summary>The protocol; <see langword="null"/> for a comparison without phases, or after findings.</summary>
    public TwoPhase? Read(JsonObject root)
    {
        if (!root.ContainsKey("tuning") && !root.ContainsKey("evaluation")) return null;
        var tuning = fields.Object(root, "tuning", required: true);
        var evaluation = fields.Object(root, "evaluation", required: true);
        if (tuning is null || evaluation is null) return null;
        fields.RefuseUnknownKeys(tuning, "tuning", TuningKeys);
        fields.RefuseUnknownKeys(evaluation, "evaluation", ["set", "chosen"]);
        var of = fields.Text(tuning, "tuning", "of", required: true) is { } name ? new PatternReader(fields, axes).Find(name, "tuning.of") : null;
        var figure = Figure(tuning);
        var (here, there) = (fields.Changes(tuning, "tuning", "set"), fields.Changes(evaluation, "evaluation", "set"));
        if (of is null || figure is null) return null;
        var tuned = of with { Values = [.. of.Values.Where(value => !LeftOut(of.Name, value.Name))] };
        var configurations = Configurations(tuning, of, tuned);
        CheckHalves(here, there, [.. configurations.Values.SelectMany(values => values).SelectMany(value => value.Changes).Select(change => change.Path)]);
        return new TwoPhase
        {
            Of = tuned, Figure = figure, TuningSet = here, EvaluationSet = there, Configurations = configurations, Repetitions = Repetitions(tuning),
            Chosen = Chosen(evaluation, of), Place = fields.Where("evaluation.chosen"),
        };
    }

    // A method of which no combination runs has nothing to tune.
    private bool LeftOut(string axis, string method) => exceptions.Any(
        exception => exception.Allowed.Count == 1 && exception.Allowed.TryGetValue(axis, out var names) && names.Contains(method));

    private ComparisonFigure? Figure(JsonObject tuning)
    {
        if (fields.Text(tuning, "tuning", "figure", required: true) is not { } name) return null;
        if (figures.FirstOrDefault(figure => figure.Name == name) is { } found) return found;
        var names = figures.Select(figure => figure.Name).ToArray();
        fields.Bad("tuning.figure", $"'{name}' is no figure of the table", NearestName.OneOf(names), NearestName.Suggest(name, names));
        return null;
    }

    private Dictionary<string, IReadOnlyList<AxisValue>> Configurations(JsonObject tuning, ComparisonAxis of, ComparisonAxis tuned)
    {
        var common = fields.Object(tuning, "grid", required: false, "tuning") is { } grid ? Combinations(grid, "tuning.grid") : null;
        var own = fields.Object(tuning, "grids", required: false, "tuning");
        if (common is null && own is null) fields.Missing("tuning.grid", "{ path: [values], ... }");
        foreach (var (name, _) in own ?? [])
        {
            if (of.Find(name) is not null) continue;
            var names = of.Values.Select(value => value.Name);
            fields.Bad($"tuning.grids.{name}", $"the axis '{of.Name}' has no value '{name}'", NearestName.OneOf(names));
        }

        return tuned.Values.ToDictionary(
            value => value.Name,
            IReadOnlyList<AxisValue> (value) => own?[value.Name] is JsonObject mine
                ? Combinations(mine, $"tuning.grids.{value.Name}")
                : common ?? [TwoPhase.Configuration([])],
            StringComparer.Ordinal);
    }

    // Every combination of the values of all paths.
    private IReadOnlyList<AxisValue> Combinations(JsonObject grid, string path)
    {
        IEnumerable<IReadOnlyList<JobChange>> all = [[]];
        foreach (var (key, value) in grid)
        {
            var place = JsonPath.Append(path, key);
            if (value is not JsonArray { Count: > 0 } values)
            {
                fields.Bad(place, $"found {JsonWords.Describe(value)}", "an array of at least one value");
                continue;
            }

            var changes = values.Select(one => fields.Change(key, one, place)).OfType<JobChange>().ToArray();
            all = [.. all.SelectMany(_ => changes, (before, change) => (IReadOnlyList<JobChange>)[.. before, change])];
        }

        return [.. all.Select(TwoPhase.Configuration)];
    }

    private IReadOnlyList<string>? Repetitions(JsonObject tuning)
    {
        if (tuning["repetitions"] is not JsonArray names) return null;
        var repetition = axes.FirstOrDefault(axis => axis.Repetition);
        var texts = names.Select(name => JsonWords.TryString(name, out var text) ? text : name?.ToJsonString() ?? "null").ToArray();
        var known = repetition?.Values.Select(value => value.Name).ToArray() ?? [];
        foreach (var name in texts.Where(name => !known.Contains(name)))
            fields.Bad("tuning.repetitions", $"the repetition has no value '{name}'", NearestName.OneOf(known));
        return texts;
    }

    private Dictionary<string, AxisValue> Chosen(JsonObject evaluation, ComparisonAxis of)
    {
        var chosen = new Dictionary<string, AxisValue>(StringComparer.Ordinal);
        if (fields.Object(evaluation, "chosen", required: false, "evaluation") is not { } json) return chosen;
        foreach (var (method, _) in json)
        {
            if (of.Find(method) is null) fields.Bad($"evaluation.chosen.{method}", $"the axis '{of.Name}' has no value '{method}'", null);
            else chosen[method] = TwoPhase.Configuration(fields.Changes(json, "evaluation.chosen", method));
        }

        return chosen;
    }

    /// <summary>What tells the halves apart is all that may differ between them, and no class is in both.</summary>
    private void CheckHalves(IReadOnlyList<JobChange> here, IReadOnlyList<JobChange> there, string[] tuned)
    {
        if (here.Count == 0) fields.Missing("tuning.set", "what makes the job one of the tuning half, such as the classes of its data set");
        foreach (var change in there)
        {
            if (tuned.Contains(change.Path))
                fields.Fault(
                    FindingCodes.TunedOnEvaluation, JsonPath.Append("evaluation.set", change.Path),
                    $"'{change.Path}' is tuned, and the evaluation half sets it",
                    "what tuning chose",
                    "Remove it, or name a logged configuration by evaluation.chosen.");
            else if (here.All(one => one.Path != change.Path))
                fields.Fault(
                    FindingCodes.TunedOnEvaluation, JsonPath.Append("evaluation.set", change.Path),
                    $"'{change.Path}' is set on the evaluation half alone, so tuning never saw it",
                    "the paths of tuning.set",
                    "Set it in both halves, or in 'set'.");
        }

        foreach (var change in here)
        {
            if (there.FirstOrDefault(one => one.Path == change.Path) is not { } other)
                fields.Fault(FindingCodes.TunedOnEvaluation, "evaluation.set", $"'{change.Path}' is set on the tuning half alone", "the paths of tuning.set");
            else if (JsonNode.DeepEquals(change.Value, other.Value) && here.Count == 1)
                fields.Fault(FindingCodes.HalvesOverlap, "evaluation.set", $"both halves have {change.Text}", "another half");
            else if (change.Value is JsonArray mine && other.Value is JsonArray theirs)
            {
                var both = mine.Where(one => theirs.Any(another => JsonNode.DeepEquals(one, another))).Select(JsonWords.Text).ToArray();
                if (both.Length > 0)
                    fields.Fault(
                        FindingCodes.HalvesOverlap, JsonPath.Append("evaluation.set", change.Path),
                        $"{string.Join(", ", both.Take(3))}{(both.Length > 3 ? $" and {both.Length - 3} more" : "")} "
                            + $"{(both.Length == 1 ? "is" : "are")} in both halves",
                        "halves without a common class");
            }
        }
    }
}
