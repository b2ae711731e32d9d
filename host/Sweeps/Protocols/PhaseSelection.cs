using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Comparisons.Protocols;

/// <summary>Makes the comparison of one phase out of one with tuning and evaluation.</summary>
internal static class PhaseSelection
{
    private const string Tuning = "tuning";

    /// <summary>The comparison of the phase asked for, and its folder; <see langword="null"/> after findings.</summary>
    public static (Comparison Comparison, ComparisonFolder Folder)? Of(
        Comparison comparison, ComparisonRequest request, ComparisonFolder folder, FindingList findings)
    {
        if (comparison.Phases is not { } phases || request.Phase == ComparisonPhase.Whole) return (comparison, folder);
        if (request.Phase == ComparisonPhase.Tuning) return (phases.Tuning(comparison), new ComparisonFolder(folder.File(Tuning)));
        var chosen = Chosen(comparison, request, folder, findings);
        return chosen is null ? null : (phases.Evaluation(comparison, chosen), folder);
    }

    /// <summary>What all runs of both phases have in common: a configuration was tuned under it, or was not tuned.</summary>
    public static JsonNode Basis(Comparison comparison, ComparisonRequest request)
    {
        var halves = comparison.Phases!.TuningSet.Select(change => change.Path).ToHashSet(StringComparer.Ordinal);
        return new JsonObject
        {
            ["job"] = Path.GetFileName(comparison.Job),
            ["set"] = Texts(comparison.Changes.Where(change => !halves.Contains(change.Path)).Select(change => change.Text)),
            ["half"] = Texts(comparison.Phases.TuningSet.Select(change => change.Text)),
            ["overrides"] = Texts(request.Cells.Overrides),
        };
    }

    private static Dictionary<string, AxisValue>? Chosen(
        Comparison comparison, ComparisonRequest request, ComparisonFolder folder, FindingList findings)
    {
        var phases = comparison.Phases!;
        var file = folder.File(TuningLog.FileName);
        var where = LocatedJson.DisplayName(file);
        var json = File.Exists(file) ? LocatedJson.Read(file, findings, FindingCodes.NotTuned, FindingCodes.NotTuned)?.Root : null;
        if (json is null)
        {
            if (!findings.HasErrors) Refuse(findings, where, "nothing was tuned", "the log of a tuning half that has run");
            return null;
        }

        var log = TuningLog.From(json);
        if (!JsonNode.DeepEquals(log.Basis, Basis(comparison, request)))
        {
            Refuse(findings, where, $"tuning was run under other settings: {JsonWords.Whole(log.Basis)}", $"{JsonWords.Whole(Basis(comparison, request))}");
            return null;
        }

        if (log.Open.Count > 0)
        {
            Refuse(findings, where, $"tuning is not over: {log.Open.Count} configurations have runs to come, such as {log.Open[0]}", "every configuration run");
            return null;
        }

        var chosen = new Dictionary<string, AxisValue>(StringComparer.Ordinal);
        foreach (var method in phases.Of.Values.Select(value => value.Name))
        {
            if (phases.Chosen.TryGetValue(method, out var stated))
            {
                if (log.Has(method, stated.Name)) chosen[method] = stated;
                else Refuse(findings, phases.Place, $"the configuration '{stated.Name}' of '{method}' is not one that tuning logged", $"one in {where}");
            }
            else if (log.Chosen(method) is { } best && phases.Configurations[method].FirstOrDefault(value => value.Name == best) is { } configuration)
                chosen[method] = configuration;
            else Refuse(findings, where, $"no configuration of '{method}' that the file names has a score", "at least one run of it that came to its end");
        }

        return chosen.Count == phases.Of.Values.Count ? chosen : null;
    }

    private static void Refuse(FindingList findings, string where, string what, string expected) => findings.Error(
        FindingCodes.NotTuned, where, what, expected, "Run the comparison without --table; it tunes first.");

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
