using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Tables;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Reports.Reading;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>runs list [FOLDER]</c>.</summary>
internal static class RunsListCommand
{
    public static readonly string[] Examples = ["dotnet host runs list", "dotnet host runs list runs/comparisons --json"];

    private const string Description =
        "Lists the runs at and below a folder: state, start (UTC), parts, seed, experiences done, the first figure on all classes after the last "
        + "of them, bytes on disk. A run whose process is gone without a word is 'killed'; --resume goes on with it.";

    public static Command Create(CliEnvironment environment)
    {
        var folder = Folder();
        var json = CommonOptions.Json();
        var command = new Command("list", Description) { folder, json };
        command.SetAction(parsed =>
        {
            var root = PathInput.Full(parsed.GetValue(folder)!);
            var findings = Check(root);
            if (findings.HasErrors)
            {
                new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
                return ExitCodes.Of(findings);
            }

            RunSummary[] runs = [.. RunSummary.Folders(root).Select(RunSummary.Read)];
            if (parsed.GetValue(json)) environment.WriteJson(new JsonArray([.. runs.Select(run => (JsonNode)run.ToJson())]));
            else if (runs.Length == 0) environment.Output.WriteLine($"There is no run in {LocatedJson.DisplayName(root)}.");
            else Write(environment.Output, root, runs);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The argument of a folder with runs.</summary>
    public static Argument<string> Folder() => new Argument<string>("folder")
    {
        Description = "A folder with runs in it, or below", DefaultValueFactory = _ => "runs",
    }.OfPaths();

    /// <summary>A finding if the folder is not there.</summary>
    public static FindingList Check(string root)
    {
        var findings = new FindingList();
        if (!Directory.Exists(root))
            findings.Error(FindingCodes.NoResults, LocatedJson.DisplayName(root), "there is no such folder", "a folder with runs, such as runs");
        return findings;
    }

    /// <summary>What a run is called in a list: its path below the folder that was asked for.</summary>
    public static string Name(string root, string folder) => folder == root ? Path.GetFileName(root) : Path.GetRelativePath(root, folder);

    private static void Write(TextWriter writer, string root, IReadOnlyList<RunSummary> runs) => TextTable.Write(
        writer,
        ["run", "state", "started", "parts", "seed", "experiences", "result", "size"],
        [
            .. runs.Select(run => (IReadOnlyList<string>)
            [
                Name(root, run.Folder), run.State, run.When, run.Parts, run.Seed, $"{run.Experiences}", run.Leading.Length > 0 ? run.Leading : "-",
                RunFiles.Text(RunFiles.Bytes(run.Folder)),
            ]),
        ]);
}
