using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Tables;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Reports.Reading;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>runs clean [FOLDER]</c>.</summary>
internal static class RunsCleanCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host runs clean", "dotnet host runs clean --yes",
        "dotnet host runs clean runs/comparisons --checkpoints --yes", "dotnet host runs clean --unfinished",
    ];

    private const string Description =
        "Frees what runs no longer need: states that a complete run would have been resumed from. --checkpoints frees its weights too, --unfinished "
        + "removes runs that stopped, failed or were killed, with all that they computed. It only lists, until --yes is given. A run that is "
        + "going on is never touched.";

    public static Command Create(CliEnvironment environment)
    {
        var folder = RunsListCommand.Folder();
        var checkpoints = new Option<bool>("--checkpoints") { Description = "Free the weights of complete runs too" };
        var unfinished = new Option<bool>("--unfinished") { Description = "Remove runs that stopped, failed or were killed" };
        var yes = new Option<bool>("--yes") { Description = "Delete; without it nothing is changed" };
        var json = CommonOptions.Json();
        var command = new Command("clean", Description) { folder, checkpoints, unfinished, yes, json };
        command.SetAction(parsed =>
        {
            var root = PathInput.Full(parsed.GetValue(folder)!);
            var findings = RunsListCommand.Check(root);
            var removals = findings.HasErrors ? [] : RunSummary.Folders(root).Select(RunSummary.Read)
                .Select(run => Removal.Of(run, parsed.GetValue(checkpoints), parsed.GetValue(unfinished))).OfType<Removal>().ToArray();
            var deletes = parsed.GetValue(yes);
            if (deletes)
            {
                foreach (var removal in removals) findings.AddRange(removal.Delete());
            }

            if (parsed.GetValue(json) && !findings.HasErrors) environment.WriteJson(ToJson(removals, deletes));
            else if (!parsed.GetValue(json) && Directory.Exists(root)) Write(environment.Output, root, removals, deletes);
            new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
            return findings.HasErrors ? ExitCodes.Of(findings) : ExitCodes.Done;
        });
        return command;
    }

    private static void Write(TextWriter writer, string root, IReadOnlyList<Removal> removals, bool deleted)
    {
        if (removals.Count == 0)
        {
            writer.WriteLine($"There is nothing to free in {LocatedJson.DisplayName(root)}.");
            return;
        }

        TextTable.Write(
            writer, ["run", "state", deleted ? "freed" : "to free", "size"],
            [.. removals.Select(each => new[] { RunsListCommand.Name(root, each.Run.Folder), each.Run.State, each.What, each.Size(deleted) })]);
        var sum = RunFiles.Text(removals.Where(each => !deleted || each.Done).Sum(each => each.Bytes));
        writer.WriteLine(deleted ? $"{sum} are free now." : $"{sum} in all. Nothing was changed; add --yes to delete.");
    }

    private static JsonArray ToJson(IReadOnlyList<Removal> removals, bool deleted) => new([.. removals.Select(each => (JsonNode)new JsonObject
    {
        ["folder"] = each.Run.Folder, ["state"] = each.Run.State, ["what"] = each.What, ["bytes"] = each.Bytes, ["deleted"] = deleted && each.Done,
    })]);

    /// <summary>What is to go of one run: some files, or the folder.</summary>
    private sealed class Removal(RunSummary run, string what, string[]? files)
    {
        public RunSummary Run => run;

        public string What => what;

        public long Bytes { get; } = files is null ? RunFiles.Bytes(run.Folder) : RunFiles.Bytes(files);

        public bool Done { get; private set; }

        public static Removal? Of(RunSummary run, bool checkpoints, bool unfinished)
        {
            if (run.State == RunState.Completed)
            {
                var files = checkpoints ? RunFiles.AllCheckpoints(run.Folder) : RunFiles.States(run.Folder);
                return files.Length == 0 ? null : new(run, checkpoints ? "states and weights" : "states", files);
            }

            // One that cannot be read may be anything.
            return unfinished && run.State is not (RunState.Running or RunSummary.Unreadable) ? new(run, "the whole run", null) : null;
        }

        public string Size(bool deleted) => deleted && !Done ? "kept" : RunFiles.Text(Bytes);

        public FindingList Delete()
        {
            var findings = new FindingList();
            var where = LocatedJson.DisplayName(run.Folder);
            try
            {
                using var held = RunFolder.TryHold(run.Folder);
                if (held is null)
                {
                    findings.Error(FindingCodes.RunBusy, where, "the run is in use by another process", fix: "Wait for it.");
                    return findings;
                }

                if (files is null) Directory.Delete(run.Folder, recursive: true);
                foreach (var file in files ?? []) File.Delete(file);
                Done = true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                findings.Error(FindingCodes.RunBusy, where, $"the run cannot be changed: {exception.Message}", fix: "Allow writing.", cause: exception);
            }

            return findings;
        }
    }
}
