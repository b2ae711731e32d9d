using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Tables;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Reports.Reading;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>runs diff A B</c>.</summary>
internal static class RunsDiffCommand
{
    public static readonly string[] Examples = ["dotnet host runs diff runs/letters runs/letters-2"];

    // Where a run lies is no part of what it is.
    private static readonly string[] s_places = ["output", "baseDirectory", "name"];

    private const string Description =
        "Shows in what two runs differ: values of the resolved jobs, plugins (version, or other files under the same version) and figures, with the "
        + "difference B - A and which run is better. Two runs of one seed each say nothing about a method; compare repeats seeds.";

    public static Command Create(CliEnvironment environment)
    {
        var first = new Argument<string>("A") { Description = "A run's folder" }.OfPaths();
        var second = new Argument<string>("B") { Description = "Another run's folder" }.OfPaths();
        var json = CommonOptions.Json();
        var command = new Command("diff", Description) { first, second, json };
        command.SetAction(parsed =>
        {
            var findings = new FindingList();
            var a = findings.Take(RunsShowCommand.Read(PathInput.Full(parsed.GetValue(first)!)));
            var b = findings.Take(RunsShowCommand.Read(PathInput.Full(parsed.GetValue(second)!)));
            new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
            if (a is null || b is null) return ExitCodes.Of(findings);
            if (parsed.GetValue(json)) environment.WriteJson(ToJson(a, b));
            else Write(environment.Output, a, b);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Write(TextWriter writer, RunSummary a, RunSummary b)
    {
        writer.WriteLine($"A  {a.Folder} ({a.State})");
        writer.WriteLine($"B  {b.Folder} ({b.State})");
        Section("job", ["value", "A", "B"], [.. Job(a, b).Select(each => new[] { each.Path, each.A ?? "-", each.B ?? "-" })]);
        Section("plugins", ["plugin", "A", "B"], [.. Plugins(a, b).Select(each => new[] { each.Id, each.A ?? "-", each.B ?? "-" })]);
        Section("figures", ["figure", "A", "B", "B - A", "better"], [.. Figures(a, b).Select(each => new[]
        {
            each.Unit.Length > 0 ? $"{each.Name} ({each.Unit})" : each.Name,
            RunFigures.Text(each.A), RunFigures.Text(each.B), RunFigures.Text(each.B - each.A), each.Better,
        })]);

        void Section(string name, string[] headings, string[][] rows)
        {
            writer.WriteLine();
            writer.WriteLine(rows.Length == 0 ? $"{name}: equal" : name);
            if (rows.Length > 0) TextTable.Write(writer, headings, rows, "  ");
        }
    }

    private static JsonObject ToJson(RunSummary a, RunSummary b) => new()
    {
        ["a"] = a.Folder,
        ["b"] = b.Folder,
        ["job"] = new JsonArray([.. Job(a, b).Select(each => (JsonNode)new JsonObject { ["value"] = each.Path, ["a"] = each.A, ["b"] = each.B })]),
        ["plugins"] = new JsonArray([.. Plugins(a, b).Select(each => (JsonNode)new JsonObject { ["id"] = each.Id, ["a"] = each.A, ["b"] = each.B })]),
        ["figures"] = new JsonArray([.. Figures(a, b).Select(each => (JsonNode)new JsonObject
        {
            ["figure"] = each.Name, ["unit"] = each.Unit, ["a"] = each.A, ["b"] = each.B, ["difference"] = each.B - each.A, ["better"] = each.Better,
        })]),
    };

    private static IEnumerable<(string Path, string? A, string? B)> Job(RunSummary a, RunSummary b) =>
        ResolvedJob.AllDifferences(a.Job, b.Job, s_places).Select(each => (each.Path, each.First?.ToJsonString(), each.Second?.ToJsonString()));

    private static IEnumerable<(string Id, string? A, string? B)> Plugins(RunSummary a, RunSummary b)
    {
        var (first, second) = (a.Plugins, b.Plugins);
        foreach (var id in first.Keys.Union(second.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (one, other) = (first.GetValueOrDefault(id), second.GetValueOrDefault(id));
            var rebuilt = one is not null && other is not null && one.Version == other.Version;
            if (rebuilt && one!.Files.Count == other!.Files.Count && !one.Files.Except(other.Files).Any()) continue;
            yield return (id, one?.Version.ToNormalizedString(), other is null ? null : other.Version.ToNormalizedString() + (rebuilt ? ", other files" : ""));
        }
    }

    private static IEnumerable<(string Name, string Unit, double? A, double? B, string Better)> Figures(RunSummary a, RunSummary b)
    {
        var (first, second) = (ByName(a), ByName(b));
        foreach (var (name, row) in first.Concat(second).DistinctBy(pair => pair.Key))
        {
            var (one, other) = (first.GetValueOrDefault(name)?.Value, second.GetValueOrDefault(name)?.Value);
            if (one == other) continue;
            var better = row.HigherIsBetter is not { } higher || one is null || other is null ? "-" : other > one == higher ? "B" : "A";
            yield return (name, row.Unit, one, other, better);
        }

        static Dictionary<string, FigureRow> ByName(RunSummary run) =>
            RunFigures.Rows(run.Metrics).ToDictionary(row => row.Name, StringComparer.Ordinal);
    }

    }
