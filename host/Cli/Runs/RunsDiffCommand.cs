using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Tables;
using PluginHost.Findings;
using PluginHost.Json;
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
            each.Unit.Length > 0 ? $"{each.Name} ({each.Unit})" : each.Name, Text(each.A), Text(each.B), Text(each.B - each.A), each.Better,
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

    private static IEnumerable<(string Path, string? A, string? B)> Job(RunSummary a, RunSummary b)
    {
        var (first, second) = (Flat(a.Job), Flat(b.Job));
        return from path in first.Keys.Union(second.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
               where !s_places.Contains(path)
               let pair = (first.GetValueOrDefault(path), second.GetValueOrDefault(path))
               where pair.Item1 != pair.Item2
               select (path, pair.Item1, pair.Item2);
    }

    private static IEnumerable<(string Id, string? A, string? B)> Plugins(RunSummary a, RunSummary b)
    {
        var (first, second) = (RunsShowCommand.Plugins(a.Folder).ToArray(), RunsShowCommand.Plugins(b.Folder).ToArray());
        return from id in first.Concat(second).Select(plugin => plugin.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
               let one = first.FirstOrDefault(plugin => plugin.Id == id)
               let other = second.FirstOrDefault(plugin => plugin.Id == id)
               where one != other
               let rebuilt = one.Version == other.Version ? ", other files" : ""
               select (id, one.Version, other.Version is null ? null : other.Version + rebuilt);
    }

    private static IEnumerable<(string Name, string Unit, double? A, double? B, string Better)> Figures(RunSummary a, RunSummary b)
    {
        var rows = RunFigures.Values(a.Metrics).Concat(RunFigures.Values(b.Metrics)).ToArray();
        foreach (var name in rows.Select(row => row.Name).Distinct(StringComparer.Ordinal))
        {
            var (one, other) = (Find(a.Metrics, name), Find(b.Metrics, name));
            if (one?.Value == other?.Value) continue;
            var higher = (one ?? other)!.Value.HigherIsBetter;
            var difference = other?.Value - one?.Value;
            yield return (name, (one ?? other)!.Value.Unit, one?.Value, other?.Value, higher is null || difference is null ? "-" : difference > 0 == higher ? "B" : "A");
        }

        static (string Unit, bool? HigherIsBetter, double? Value)? Find(JsonObject? metrics, string name) =>
            RunFigures.Values(metrics).Where(row => row.Name == name).Select(row => ((string, bool?, double?)?)(row.Unit, row.HigherIsBetter, row.Value)).FirstOrDefault();
    }

    private static Dictionary<string, string?> Flat(JsonNode? node)
    {
        var flat = new Dictionary<string, string?>(StringComparer.Ordinal);
        Add(node, "");
        return flat;

        void Add(JsonNode? value, string path)
        {
            if (value is JsonObject { Count: > 0 } fields)
            {
                foreach (var (name, field) in fields) Add(field, JsonPath.Append(path, name));
            }
            else if (value is JsonArray { Count: > 0 } items && items.Any(item => item is JsonObject or JsonArray))
            {
                for (var i = 0; i < items.Count; i++) Add(items[i], $"{path}[{i}]");
            }
            else
            {
                flat[path] = value?.ToJsonString() ?? "null";
            }
        }
    }

    private static string Text(double? number) => number is { } value ? value.ToString("0.####", CultureInfo.InvariantCulture) : "-";
}
