using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Reports.Reading;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>runs metrics RUN [--add NAME]</c>.</summary>
internal static class RunsMetricsCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host runs metrics runs/letters",
        "dotnet host runs metrics runs/letters --add calibration",
        "dotnet host runs metrics runs/letters --add calibration --set bins=10",
    ];

    private const string Description =
        "Lists the figures of a run that is complete, with those that were added later. --add computes a metric from the predictions that the "
        + "run kept, without training: its figures go into the run's metrics.json, marked with the metric's plugin and version. A figure that "
        + "is not defined has its reason in place of a number.";

    public static Command Create(CliEnvironment environment)
    {
        var run = new Argument<string>("run") { Description = "The run's folder" }.OfPaths();
        var add = new Option<string?>("--add") { Description = "A metric to compute from the run's records", HelpName = "name" };
        var set = new Option<string[]>("--set")
        {
            Description = "Set an option of the metric that is added: path=value; repeatable",
            HelpName = "path=value",
            DefaultValueFactory = _ => [],
        };
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("metrics", Description) { run, add, set, plugins, json, verbose };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = PathInput.Full(parsed.GetValue(run)!);
            var findings = new FindingList();
            TableReported? table = null;
            if (parsed.GetValue(add) is { } name)
            {
                var addition = new MetricAddition(environment, folder, CommonOptions.PluginDirectories(parsed, plugins));
                table = findings.Take(await addition.AddAsync(name, parsed.GetValue(set) ?? [], cancellationToken));
            }

            var metrics = findings.HasErrors ? null : findings.Take(Read(folder));
            new FindingPrinter(environment.Error, parsed.GetValue(verbose)).PrintNew(findings);
            if (findings.HasErrors || metrics is null) return ExitCodes.Of(findings);
            if (parsed.GetValue(json)) environment.WriteJson(RunFigures.ToJson(metrics));
            else if (table is not null) ReportedTables.Write(environment.Output, table);
            else RunFigures.Write(environment.Output, metrics);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Result<JsonObject?> Read(string folder)
    {
        var findings = new FindingList();
        var file = Path.Combine(folder, RunFigures.FileName);
        if (File.Exists(file))
            return new(findings.Take(LocatedJson.Read(file, FindingCodes.NoResults, FindingCodes.NoResults))?.Root, findings);
        var where = LocatedJson.DisplayName(folder);
        findings.Error(FindingCodes.NoResults, where, "there are no results of a run", $"a run's folder with {RunFigures.FileName}");
        return new(null, findings);
    }
}
