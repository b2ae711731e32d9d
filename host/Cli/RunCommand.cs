using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>run [job]</c>.</summary>
internal static class RunCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host run",
        "dotnet host run my-job.json --set strategy=fine-tuning --set seed=3",
        "dotnet host run --device cuda --plugins ~/my-plugins",
        "dotnet host run --resume",
        "dotnet host run --locked",
        "dotnet host run --dry-run --set strategy.options.lambda=0.3",
    ];

    private const string Description =
        "Runs a job: verifies and loads its plugins, checks its options, composes it and runs its engine. The run's "
        + "folder holds the resolved job, the versions and hashes of what ran, and whatever the components write.";

    public static Command Create(CliEnvironment environment)
    {
        var job = CommonOptions.Job();
        var set = CommonOptions.Set();
        Completions.AddOverrides(set, environment);
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var resume = new Option<bool>("--resume")
        {
            Description = "Continue the latest unfinished run of this job, or the one in --output",
        };
        var output = new Option<string?>("--output")
        {
            Description = "The run's own folder; default is runs/<name>, numbered if taken",
            HelpName = "dir",
        }.OfPaths();
        var quiet = new Option<bool>("--no-progress") { Description = "No live progress; results and warnings are shown anyway" };
        var locked = CommonOptions.Locked();
        var lockFile = CommonOptions.LockFile();
        var dry = new Option<bool>("--dry-run") { Description = "Print the resolved job with every default filled in, and run nothing" };
        var patience = new Option<double>("--stop-deadline")
        {
            Description = "Seconds that the engine may take to stop after a signal, and all components together to be disposed at the end",
            HelpName = "seconds",
            DefaultValueFactory = _ => JobHost.StopDeadline.TotalSeconds,
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400) return seconds;
                result.AddError($"'--stop-deadline' takes seconds above 0 and at most 86400, and not '{text}'");
                return 0;
            },
        };
        var result = new Option<string?>("--result")
        {
            Description = "Also write the result, as --json prints it, into this file",
            HelpName = "file",
        }.OfPaths();
        var logLevel = new Option<LogLevel>("--log-level")
        {
            Description = $"What {RunLog.FileName} in the run's folder holds: trace, debug, information, warning, error, critical or none",
            HelpName = "level",
            DefaultValueFactory = _ => LogLevel.Information,
        };
        var command = new Command("run", Description)
        {
            job, set, device, threads, resume, output, result, quiet, logLevel, patience, plugins, locked, lockFile, dry, json, verbose,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var request = new RunRequest
            {
                Job = parsed.GetValue(job)!,
                Overrides = parsed.GetValue(set) ?? [],
                Device = parsed.GetValue(device),
                Threads = parsed.GetValue(threads),
                PluginDirectories = CommonOptions.PluginDirectories(parsed, plugins),
                Locked = parsed.GetValue(locked) || parsed.GetValue(lockFile) is not null,
                LockFile = parsed.GetValue(lockFile) is { } name ? PathInput.Full(name) : null,
                Resume = parsed.GetValue(resume),
                Output = parsed.GetValue(output) is { } folder ? PathInput.Full(folder) : null,
                KeepsPlugins = environment.OwnsProcess,
                StopDeadline = TimeSpan.FromSeconds(parsed.GetValue(patience)),
                LogLevel = parsed.GetValue(logLevel),
                ShowProgress = !parsed.GetValue(quiet) && !parsed.GetValue(json),
            };
            var printer = parsed.GetValue(json) ? null : new FindingPrinter(environment.Error, parsed.GetValue(verbose));
            return parsed.GetValue(dry)
                ? DryRunAsync(environment, request, printer)
                : RunAsync(environment, request, parsed.GetValue(result), printer, cancellationToken);
        });
        return command;
    }

    private static async Task<int> DryRunAsync(CliEnvironment environment, RunRequest request, FindingPrinter? printer)
    {
        var report = await JobPipeline.For(environment.Layout, environment.Shared, request).ValidateAsync(request, compose: false);
        printer?.PrintNew(report.Findings);
        if (printer is null)
            environment.WriteJson(new JsonObject { ["job"] = report.Job, ["findings"] = report.Findings.ToJson() });
        else if (report.Job is { } job) environment.WriteJson(job);
        return report.ExitCode;
    }

    private static async Task<int> RunAsync(
        CliEnvironment environment,
        RunRequest request,
        string? resultFile,
        FindingPrinter? printer,
        CancellationToken cancellationToken)
    {
        // With --json, standard output belongs to the result alone: what components print goes to standard error.
        var console = Console.Out;
        if (printer is null) Console.SetOut(Console.Error);
        try
        {
            var pipeline = JobPipeline.For(environment.Layout, environment.Shared, request);
            var report = await pipeline.RunAsync(request, environment.Error, findings => printer?.PrintNew(findings), cancellationToken);
            if (resultFile is not null) WriteResult(resultFile, report);
            printer?.PrintNew(report.Findings);
            if (printer is null) environment.WriteJson(report.ToJson());
            else if (report is { Outcome: RunOutcome.Completed, Observed: false }) await environment.Output.WriteLineAsync(Summary(report));
            return report.ExitCode;
        }
        finally
        {
            if (printer is null) Console.SetOut(console);
        }
    }

    private static void WriteResult(string file, RunReport report)
    {
        try
        {
            JsonFile.Write(PathInput.Full(file), report.ToJson());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report.Findings.Warn(
                FindingCodes.EndNotRecorded,
                "--result",
                $"the result cannot be written: {exception.Message}",
                fix: "Name a file in a folder that exists and can be written to.");
        }
    }

    private static string Summary(RunReport report) =>
        $"Completed in {report.Elapsed.TotalSeconds:0.0} s: {LocatedJson.DisplayName(report.Directory!)}";
}
