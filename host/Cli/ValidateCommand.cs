using System.CommandLine;
using PluginHost.Contracts;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>validate [job]</c>.</summary>
internal static class ValidateCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host validate",
        "dotnet host validate my-job.json --device cuda --json",
        "dotnet host validate my-job.json --data",
    ];

    private const string Description =
        "Does everything for a job that comes before running it: reads it, verifies and loads its plugins, checks every "
        + "option, composes it, lets every component check the machine, prepares data that is quick to prepare, builds the "
        + "model and tries it on a batch. Reports all findings at once, says what it did not check, and leaves nothing behind.";

    public static Command Create(CliEnvironment environment)
    {
        var job = CommonOptions.Job();
        var set = CommonOptions.Set();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var plugins = CommonOptions.Plugins();
        var locked = CommonOptions.Locked();
        var lockFile = CommonOptions.LockFile();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var data = new Option<bool>("--data") { Description = "Prepare the data however long it takes, and read every sample once" };
        var command = new Command("validate", Description) { job, set, device, threads, plugins, locked, lockFile, data, json, verbose };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new RunRequest
            {
                Job = parsed.GetValue(job)!,
                Overrides = parsed.GetValue(set) ?? [],
                Device = parsed.GetValue(device),
                Threads = parsed.GetValue(threads),
                Locked = parsed.GetValue(locked) || parsed.GetValue(lockFile) is not null,
                LockFile = parsed.GetValue(lockFile) is { } name ? PathInput.Full(name) : null,
                PluginDirectories = CommonOptions.PluginDirectories(parsed, plugins),
            };
            var parts = parsed.GetValue(data) ? CheckedParts.Job | CheckedParts.Samples : CheckedParts.Job;
            var asJson = parsed.GetValue(json);
            var report = await new JobChecking("valid", "the job is valid.").RunAsync(
                environment, request, parts, asJson, parsed.GetValue(verbose), cancellationToken);
            if (!asJson && report.ExitCode != ExitCodes.Done)
                await environment.Error.WriteLineAsync(
                    $"{report.Findings.ErrorCount} error{(report.Findings.ErrorCount == 1 ? "" : "s")} in {request.Job}.");
            return report.ExitCode;
        });
        return command;
    }
}
