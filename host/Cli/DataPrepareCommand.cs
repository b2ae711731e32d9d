using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Json;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>data prepare [job] --to FILE</c>.</summary>
internal static class DataPrepareCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host data prepare my-job.json --to clips.db",
        "dotnet host data prepare my-job.json --to clips.db --threads 8 --set dataset.options.folder=clips",
        "dotnet host data prepare my-job.json --to clips.db --without frames",
        "dotnet host run my-job.json --set dataset=prepared --set dataset.options.file=clips.db",
    ];

    private const string Description =
        "Reads every sample of a job's data set once, on several threads, and keeps sounds, pictures and features in one SQLite file, from which runs "
        + "read without the original data: set the job's dataset to 'prepared'. Samples that cannot be used are warnings, and the rest goes on. A call that was "
        + "stopped, killed, or met a full disk goes on where it ended when it is made again.";

    public static Command Create(CliEnvironment environment)
    {
        var job = CommonOptions.Job();
        var to = new Option<string>("--to") { Description = "The file to write", HelpName = "file", Required = true }.OfPaths();
        var restart = new Option<bool>("--restart") { Description = "Begin anew where the file is there already" };
        var without = new Option<string[]>("--without")
        {
            Description = "Do not keep this part of samples: frames, where the job's features stand for them; repeatable",
            HelpName = "part",
            DefaultValueFactory = _ => [],
        };
        var set = CommonOptions.Set();
        var threads = CommonOptions.Threads();
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("prepare", Description) { job, to, restart, without, set, threads, plugins, json, verbose };
        command.SetAction((parsed, cancellationToken) => StopSignals.RunAsync(
            async stop =>
            {
                var request = new RunRequest
                {
                    Job = parsed.GetValue(job)!,
                    Overrides = parsed.GetValue(set) ?? [],
                    Device = "cpu",
                    Threads = parsed.GetValue(threads),
                    PluginDirectories = CommonOptions.PluginDirectories(parsed, plugins),
                    KeepsPlugins = environment.OwnsProcess,
                };
                var file = PathInput.Full(parsed.GetValue(to)!);
                var asJson = parsed.GetValue(json);
                var preparation = new DataPreparing(environment, request, file, parsed.GetValue(restart), parsed.GetValue(without) ?? []);
                DataPreparingReport report;
                using (var progress = new ProgressLine(asJson ? TextWriter.Null : environment.Error)) report = await preparation.RunAsync(progress, stop);
                if (asJson) environment.WriteJson(ToJson(report, file));
                else Write(environment, report, request.Job, file, parsed.GetValue(verbose));
                return report.ExitCode;
            },
            cancellationToken));
        return command;
    }

    private static JsonObject ToJson(DataPreparingReport report, string file) => new()
    {
        ["prepared"] = report.ExitCode == ExitCodes.Done,
        ["stopped"] = report.ExitCode == ExitCodes.Stopped,
        ["file"] = file,
        ["samples"] = report.Result?.Samples,
        ["added"] = report.Result?.Added,
        ["faulty"] = report.Result?.Faulty,
        ["bytes"] = report.Result?.Bytes,
        ["findings"] = report.Findings.ToJson(),
    };

    private static void Write(CliEnvironment environment, DataPreparingReport report, string job, string file, bool verbose)
    {
        new FindingPrinter(environment.Error, verbose).PrintNew(report.Findings);
        if (report.ExitCode == ExitCodes.Stopped) environment.Error.WriteLine("Stopped. What was prepared stays; the same command goes on there.");
        if (report.Result is not { } result) return;
        var megabytes = (result.Bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
        var faulty = result.Faulty > 0 ? $", {result.Faulty} cannot be used" : "";
        environment.Output.WriteLine($"{LocatedJson.DisplayName(file)}: {result.Samples} samples, {megabytes} MB; {result.Added} of them read now{faulty}.");
        environment.Output.WriteLine($"Run from it: dotnet host run {Quoted(job)} --set dataset=prepared --set {Quoted($"dataset.options.file={file}")}");
    }

    // As a shell takes it.
    private static string Quoted(string text) =>
        text.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-=".Contains(letter, StringComparison.Ordinal)) ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
