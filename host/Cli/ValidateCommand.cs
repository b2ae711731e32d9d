using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>validate [job]</c>.</summary>
internal static class ValidateCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host validate",
        "dotnet host validate my-job.json --device cuda --json",
    ];

    private const string Description =
        "Does everything for a job that comes before running it: reads it, verifies and loads its plugins, checks every "
        + "option, composes it and lets every component check the machine. Reports all findings at once and leaves "
        + "nothing behind.";

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
        var command = new Command("validate", Description) { job, set, device, threads, plugins, locked, lockFile, json, verbose };
        command.SetAction(async (parsed, _) =>
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
            var report = await JobPipeline.For(environment.Layout, environment.Shared, request).ValidateAsync(request, compose: true);
            if (parsed.GetValue(json))
            {
                environment.WriteJson(
                    new JsonObject
                    {
                        ["valid"] = report.ExitCode == ExitCodes.Done,
                        ["findings"] = report.Findings.ToJson(),
                    });
                return report.ExitCode;
            }

            new FindingPrinter(environment.Error, parsed.GetValue(verbose)).PrintNew(report.Findings);
            if (report.ExitCode == ExitCodes.Done) await environment.Output.WriteLineAsync($"{request.Job}: the job is valid.");
            else
                await environment.Error.WriteLineAsync(
                    $"{report.Findings.ErrorCount} error{(report.Findings.ErrorCount == 1 ? "" : "s")} in {request.Job}.");
            return report.ExitCode;
        });
        return command;
    }
}
