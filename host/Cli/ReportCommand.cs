using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Reports;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>report RUN-OR-COMPARISON</c>.</summary>
internal static class ReportCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host report runs/letters",
        "dotnet host report runs/letters --to letters.html",
        "dotnet host report runs/comparisons/small-table-1",
    ];

    private const string Description =
        "Writes the page of a run or a comparison: figures, curves, matrices, examples, times, job and versions in one HTML file that needs no other and no "
        + "network. 'run' and 'compare' write it at their end; this verb writes it again, also while a run goes on. It reads files alone.";

    public static Command Create(CliEnvironment environment)
    {
        var folder = new Argument<string>("run-or-comparison") { Description = "The folder of a run or a comparison" }.OfPaths();
        var to = new Option<string?>("--to") { Description = $"The page's file; default is {Report.Folder}/{Report.FileName} in the folder", HelpName = "file" }.OfPaths();
        var json = CommonOptions.Json();
        var command = new Command("report", Description) { folder, to, json };
        command.SetAction(parsed =>
        {
            var place = PathInput.Full(parsed.GetValue(folder)!);
            var file = parsed.GetValue(to) is { } named ? PathInput.Full(named) : Report.FileOf(place);
            var (bytes, findings) = Report.WriteTo(place, file);
            new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
            if (bytes is not { } size) return ExitCodes.Of(findings);
            if (parsed.GetValue(json))
                environment.WriteJson(new JsonObject { ["file"] = file, ["of"] = Report.IsRun(place) ? "run" : "comparison", ["bytes"] = size, ["findings"] = findings.ToJson() });
            else environment.Output.WriteLine($"Report: {LocatedJson.DisplayName(file)}");
            return ExitCodes.Done;
        });
        return command;
    }
}
