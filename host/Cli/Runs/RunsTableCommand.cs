using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Reports.Reading;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>runs table [FOLDER] --to FILE</c>.</summary>
internal static class RunsTableCommand
{
    public static readonly string[] Examples = ["dotnet host runs table --to figures.csv", "dotnet host runs table runs/comparisons --to figures.parquet"];

    private const string Description =
        "Writes every figure of every run at and below a folder into one table, a row per run, experience, scope and figure: .csv, .json or "
        + ".parquet, as the file's ending says. A figure that is not defined has no value.";

    public static Command Create(CliEnvironment environment)
    {
        var folder = RunsListCommand.Folder();
        var to = new Option<string>("--to") { Description = "The file: .csv, .json or .parquet", HelpName = "file", Required = true }.OfPaths();
        to.Validators.Add(result =>
        {
            var name = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (!RunTable.Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
                result.AddError($"'--to' takes a file that ends in {string.Join(", ", RunTable.Endings[..^1])} or {RunTable.Endings[^1]}, and not '{name}'");
        });
        var json = CommonOptions.Json();
        var command = new Command("table", Description) { folder, to, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (root, file) = (PathInput.Full(parsed.GetValue(folder)!), PathInput.Full(parsed.GetValue(to)!));
            var findings = RunsListCommand.Check(root);
            var runs = findings.HasErrors ? [] : RunSummary.Folders(root).Select(RunSummary.Read).ToArray();
            RunTableRow[] rows = [.. runs.SelectMany(run => RunTable.Rows(RunsListCommand.Name(root, run.Folder), run))];
            if (!findings.HasErrors) findings.AddRange(await Write(rows, file, cancellationToken));
            new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
            if (findings.HasErrors) return ExitCodes.Of(findings);
            if (parsed.GetValue(json)) environment.WriteJson(new JsonObject { ["file"] = file, ["runs"] = runs.Length, ["rows"] = rows.Length });
            else environment.Output.WriteLine($"{rows.Length} figures of {runs.Length} runs are in {LocatedJson.DisplayName(file)}.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<FindingList> Write(IReadOnlyList<RunTableRow> rows, string file, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        try
        {
            await RunTable.WriteAsync(rows, file, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(FindingCodes.BadValue, "--to", $"the table cannot be written: {exception.Message}", cause: exception);
        }

        return findings;
    }
}
