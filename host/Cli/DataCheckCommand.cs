using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>data check [job]</c>.</summary>
internal static class DataCheckCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host data check",
        "dotnet host data check my-job.json --threads 8",
        "dotnet host data check my-job.json --set dataset.options.folder=clips --json",
    ];

    private const string Description =
        "Prepares a job's data set and reads every sample of its stream once, on several threads: as the run would load it, with "
        + "features extracted. Lists every sample that cannot be used. What a run does about them its engine's option data.faulty says.";

    public static Command Create(CliEnvironment environment)
    {
        var job = CommonOptions.Job();
        var set = CommonOptions.Set();
        var threads = CommonOptions.Threads();
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("check", Description) { job, set, threads, plugins, json, verbose };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new RunRequest
            {
                Job = parsed.GetValue(job)!,
                Overrides = parsed.GetValue(set) ?? [],
                Device = "cpu",
                Threads = parsed.GetValue(threads),
                PluginDirectories = [.. (parsed.GetValue(plugins) ?? []).Select(Path.GetFullPath)],
            };
            var asJson = parsed.GetValue(json);
            using var progress = new ProgressLine(asJson ? TextWriter.Null : environment.Error);
            var pipeline = JobPipeline.For(environment.Layout, environment.Shared, request);
            var report = await pipeline.ValidateAsync(request, CheckedParts.Samples, progress, cancellationToken);
            progress.Dispose();
            if (asJson)
            {
                var good = report.ExitCode == ExitCodes.Done;
                environment.WriteJson(new JsonObject { ["good"] = good, ["findings"] = report.Findings.ToJson() });
                return report.ExitCode;
            }

            new FindingPrinter(environment.Error, parsed.GetValue(verbose)).PrintNew(report.Findings);
            if (report.ExitCode == ExitCodes.Done) await environment.Output.WriteLineAsync($"{request.Job}: every sample was read.");
            return report.ExitCode;
        });
        return command;
    }
}
