using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Tables;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Reports.Reading;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>runs show RUN</c>.</summary>
internal static class RunsShowCommand
{
    public static readonly string[] Examples = ["dotnet host runs show runs/letters", "dotnet host runs show runs/letters --json"];

    private const int MostFigures = 4;

    private const string Description =
        "Shows a run: state, parts of its job, plugins with versions, what each experience learned and reached, what its files take, and what can "
        + "be done next. It reads files alone; the run may still be going on.";

    public static Command Create(CliEnvironment environment)
    {
        var run = new Argument<string>("run") { Description = "The run's folder" }.OfPaths();
        var json = CommonOptions.Json();
        var command = new Command("show", Description) { run, json };
        command.SetAction(parsed =>
        {
            var findings = new FindingList();
            var summary = findings.Take(Read(PathInput.Full(parsed.GetValue(run)!)));
            new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
            if (summary is null) return ExitCodes.Of(findings);
            if (parsed.GetValue(json)) environment.WriteJson(ToJson(summary));
            else Write(environment.Output, summary);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Reads a run; a folder without one is a finding.</summary>
    public static Result<RunSummary?> Read(string folder)
    {
        var findings = new FindingList();
        if (File.Exists(Path.Combine(folder, RunState.FileName))) return new(RunSummary.Read(folder), findings);
        findings.Error(
            FindingCodes.NoResults, LocatedJson.DisplayName(folder), "there is no run", $"a run's folder with {RunState.FileName}",
            "List runs with: dotnet host runs list FOLDER");
        return new(null, findings);
    }

    private static JsonObject ToJson(RunSummary run)
    {
        var json = run.ToJson();
        json["plugins"] = new JsonArray([.. run.Plugins.Select(plugin =>
            (JsonNode)new JsonObject { ["id"] = plugin.Key, ["version"] = plugin.Value.Version.ToNormalizedString() })]);
        json["job"] = run.Job.DeepClone();
        json["metrics"] = run.Metrics?.DeepClone();
        return json;
    }

    private static void Write(TextWriter writer, RunSummary run)
    {
        Line("run", run.Folder);
        Line("state", run.Reason is null ? run.State : $"{run.State}: {run.Reason}");
        Line("started", $"{run.When} UTC");
        Line("parts", string.Join(", ", run.Job.Select(part => part.Key).Where(IsKind).Select(kind => $"{kind} {run.Uses(kind)}")));
        Line("seed", $"{run.Seed}, on {run.Metrics?["device"] ?? run.Job["device"]} with {Count(run.Metrics?["threads"] ?? run.Job["threads"], "thread")}");
        if (run.Metrics?["dataset"] is { } data) Line("data", data.ToString());
        Line("plugins", string.Join(", ", run.Plugins.Select(plugin => $"{plugin.Key} {plugin.Value.Version.ToNormalizedString()}")));
        Line("files", $"{RunFiles.Text(RunFiles.Bytes(run.Folder))}, of which {RunFiles.Text(RunFiles.Bytes(RunFiles.AllCheckpoints(run.Folder)))} in checkpoints");
        if (run.Metrics?["experiences"] is JsonArray { Count: > 0 } experiences) Experiences(writer, run.Metrics, [.. experiences.OfType<JsonObject>()]);
        writer.WriteLine();
        var folder = LocatedJson.DisplayName(run.Folder);
        writer.WriteLine(run.State == RunState.Completed
            ? $"Next: dotnet host runs metrics {folder}"
            : $"Next: dotnet host run {Path.Combine(folder, "job.json")} --output {folder} --resume");

        void Line(string name, string text) => writer.WriteLine($"{name,-8} {text}");
        bool IsKind(string name) => run.Job[name] is JsonObject { } part ? part.ContainsKey("use") : run.Job[name] is JsonArray list && list.Any(HasUse);
    }

    private static void Experiences(TextWriter writer, JsonObject metrics, IReadOnlyList<JsonObject> experiences)
    {
        string[] figures = [.. RunFigures.Described(metrics)
            .Where(figure => figure["describesInput"]?.GetValue<bool>() != true).Select(figure => figure["name"]?.ToString() ?? "").Take(MostFigures)];
        writer.WriteLine();
        writer.WriteLine("All classes seen, after each experience");
        TextTable.Write(
            writer,
            ["experience", "new classes", "steps", "training", "held", .. figures],
            [.. experiences.Select(IReadOnlyList<string> (each, index) =>
            [
                $"{index + 1}",
                ExperienceText.Classes(each),
                each["steps"]?.ToString() ?? "-",
                MetricPath.Number(each["trainingSeconds"]) is { } seconds ? DurationText.Of(seconds) : "-",
                MetricPath.Number(each["heldBytes"]) is { } bytes ? RunFiles.Text((long)bytes) : "-",
                .. figures.Select(figure => MetricPath.Number((each["test"]?["scores"] as JsonObject)?[figure]) is { } value
                    ? value.ToString("0.00", CultureInfo.InvariantCulture) : "-"),
            ])],
            "  ");
    }

    private static bool HasUse(JsonNode? part) => part is JsonObject named && named.ContainsKey("use");

    private static string Count(JsonNode? number, string thing) => number?.ToString() == "1" ? $"1 {thing}" : $"{number} {thing}s";
}
