using System.CommandLine;
using PluginHost.Contracts;
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
        + "features extracted. Lists every sample that cannot be used, and tells of each class how many clips it has, how long they are, and how many are "
        + "silent or clipped. What a run does about them its engine's option data.faulty says.";

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
                PluginDirectories = CommonOptions.PluginDirectories(parsed, plugins),
            };
            var report = await new JobChecking("good", "every sample was read.").RunAsync(
                environment, request, CheckedParts.Samples, parsed.GetValue(json), parsed.GetValue(verbose), cancellationToken);
            return report.ExitCode;
        });
        return command;
    }
}
