using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Comparisons.Protocols;

/// <summary>Makes the comparison of one phase out of one with tuning and evaluation.</summary>
internal static class PhaseSelection
{
    private const string Tuning = "tuning";

    /// <summary>The comparison of the phase asked for, and its folder; without a value nothing can be run.</summary>
    public static Result<(Comparison Comparison, ComparisonFolder Folder)?> Of(
        Comparison comparison, ComparisonRequest request, ComparisonFolder folder)
    {
        if (comparison.Phases is not { } phases || request.Phase == ComparisonPhase.Whole) return new((comparison, folder), new());
        if (request.Phase == ComparisonPhase.Tuning)
            return new((phases.Tuning(comparison), new ComparisonFolder(folder.File(Tuning))), new());
        var (chosen, findings) = Chosen(comparison, request, folder);
        return new(chosen is null ? null : (phases.Evaluation(comparison, chosen), folder), findings);
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

    private static Result<Dictionary<string, AxisValue>?> Chosen(Comparison comparison, ComparisonRequest request, ComparisonFolder folder)
    {
        var findings = new FindingList();
        void Refuse(string place, string what, string expected) => findings.Error(
            FindingCodes.NotTuned, place, what, expected, "Run the comparison without --table; it tunes first.");
        var phases = comparison.Phases!;
        var file = folder.File(TuningLog.FileName);
        var where = LocatedJson.DisplayName(file);
        var json = File.Exists(file) ? findings.Take(LocatedJson.Read(file, FindingCodes.NotTuned, FindingCodes.NotTuned))?.Root : null;
        if (json is null)
        {
            if (!findings.HasErrors) Refuse(where, "nothing was tuned", "the log of a tuning half that has run");
            return new(null, findings);
        }

        var log = TuningLog.From(json);
        if (!JsonNode.DeepEquals(log.Basis, Basis(comparison, request)))
        {
            var basis = Basis(comparison, request);
            Refuse(where, $"tuning was run under other settings: {JsonWords.Whole(log.Basis)}", JsonWords.Whole(basis));
            return new(null, findings);
        }

        if (log.Open.Count > 0)
        {
            Refuse(where, $"tuning is not over: {log.Open.Count} configurations have runs to come, such as {log.Open[0]}", "all of them run");
            return new(null, findings);
        }

        var chosen = new Dictionary<string, AxisValue>(StringComparer.Ordinal);
        var failed = 0;
        foreach (var method in phases.Of.Values.Select(value => value.Name))
        {
            if (phases.Chosen.TryGetValue(method, out var stated))
            {
                if (log.Has(method, stated.Name)) chosen[method] = stated;
                else Refuse(phases.Place, $"the configuration '{stated.Name}' of '{method}' is not one that tuning logged", $"one in {where}");
            }
            else if (log.Chosen(method) is { } best && phases.Configurations[method].FirstOrDefault(value => value.Name == best) is { } configuration)
                chosen[method] = configuration;
            else if (log.Chosen(method) is null && phases.Configurations[method].All(value => log.Has(method, value.Name))) failed++;
            else Refuse(where, $"no configuration of '{method}' that the file names has a score", "at least one run of it that came to its end");
        }

        if (failed > 0 && failed == phases.Of.Values.Count) Refuse(where, "no method has a score: every run of tuning failed", "runs that came to their end");
        return new(findings.HasErrors ? null : chosen, findings);
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
