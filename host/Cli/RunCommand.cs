using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Pipeline;
using PluginHost.Reports;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>run [job]</c>.</summary>
internal sealed class RunCommand : Command
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

    private const string Text =
        "Runs a job: verifies and loads its plugins, checks its options, composes it and runs its engine. The run's "
        + "folder holds the resolved job, the versions and hashes of what ran, and whatever the components write.";

    private readonly CliEnvironment _environment;
    private readonly Argument<string> _job = CommonOptions.Job();
    private readonly Option<string[]> _set = CommonOptions.Set();
    private readonly Option<string?> _device = CommonOptions.Device();
    private readonly Option<int?> _threads = CommonOptions.Threads();
    private readonly Option<string[]> _plugins = CommonOptions.Plugins();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _verbose = CommonOptions.Verbose();
    private readonly Option<bool> _noReport = CommonOptions.NoReport();
    private readonly Option<bool> _locked = CommonOptions.Locked();
    private readonly Option<string?> _lockFile = CommonOptions.LockFile();

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Continue the latest unfinished run of this job, or the one in --output",
    };

    private readonly Option<string?> _output = new Option<string?>("--output")
    {
        Description = "The run's own folder; default is runs/<name>, numbered if taken",
        HelpName = "dir",
    }.OfPaths();

    private readonly Option<string?> _weights = new Option<string?>("--weights")
    {
        Description = "Weights that the model starts from, such as 'export' writes; the same as engine.options.weights",
        HelpName = "file",
    }.OfPaths();

    private readonly Option<bool> _quiet = new("--no-progress")
    {
        Description = "No live progress; results and warnings are shown anyway",
    };

    private readonly Option<bool> _dry = new("--dry-run")
    {
        Description = "Print the resolved job with every default filled in, and run nothing",
    };

    private readonly Option<double> _patience = new("--stop-deadline")
    {
        Description = "Seconds that the engine may take to stop after a signal, and all components together to be disposed at the end",
        HelpName = "seconds",
        DefaultValueFactory = _ => JobHost.StopDeadline.TotalSeconds,
        CustomParser = Seconds,
    };

    private readonly Option<string?> _result = new Option<string?>("--result")
    {
        Description = "Also write the result, as --json prints it, into this file",
        HelpName = "file",
    }.OfPaths();

    private readonly Option<LogLevel> _logLevel = new("--log-level")
    {
        Description = $"What {RunLog.FileName} in the run's folder holds: trace, debug, information, warning, error, critical or none",
        HelpName = "level",
        DefaultValueFactory = _ => LogLevel.Information,
    };

    /// <summary>Makes the command.</summary>
    public RunCommand(CliEnvironment environment)
        : base("run", Text)
    {
        _environment = environment;
        Completions.AddOverrides(_set, environment);
        Add(_job);
        Option[] options =
        [
            _set, _weights, _device, _threads, _resume, _output, _result, _noReport, _quiet, _logLevel, _patience, _plugins, _locked, _lockFile, _dry, _json, _verbose,
        ];
        foreach (var option in options) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = Request(parsed);
        var pipeline = JobPipeline.For(_environment.Layout, _environment.Shared, request);
        var printer = parsed.GetValue(_json) ? null : new FindingPrinter(_environment.Error, parsed.GetValue(_verbose));
        if (parsed.GetValue(_dry)) return await DryRunAsync(pipeline, request, printer);
        // With --json, standard output belongs to the result alone: what components print goes to standard error.
        var console = Console.Out;
        if (printer is null) Console.SetOut(Console.Error);
        try
        {
            var report = await pipeline.RunAsync(request, _environment.Error, findings => printer?.PrintNew(findings), cancellationToken);
            var page = parsed.GetValue(_noReport) || report.Directory is null ? null : report.Findings.Take(Report.WriteAtEnd(report.Directory));
            if (parsed.GetValue(_result) is { } file) WriteResult(file, report);
            printer?.PrintNew(report.Findings);
            if (printer is null) _environment.WriteJson(report.ToJson());
            else if (report is { Outcome: RunOutcome.Completed, Observed: false }) await _environment.Output.WriteLineAsync(Summary(report));
            if (printer is not null && page is not null) await _environment.Output.WriteLineAsync($"Report: {LocatedJson.DisplayName(page)}");
            return report.ExitCode;
        }
        finally
        {
            if (printer is null) Console.SetOut(console);
        }
    }

    private RunRequest Request(ParseResult parsed) => new()
    {
        Job = parsed.GetValue(_job)!,
        Overrides = [.. parsed.GetValue(_set) ?? [], .. Weights(parsed)],
        Device = parsed.GetValue(_device),
        Threads = parsed.GetValue(_threads),
        PluginDirectories = CommonOptions.PluginDirectories(parsed, _plugins),
        Locked = parsed.GetValue(_locked) || parsed.GetValue(_lockFile) is not null,
        LockFile = parsed.GetValue(_lockFile) is { } name ? PathInput.Full(name) : null,
        Resume = parsed.GetValue(_resume),
        Output = parsed.GetValue(_output) is { } folder ? PathInput.Full(folder) : null,
        KeepsPlugins = _environment.OwnsProcess,
        StopDeadline = TimeSpan.FromSeconds(parsed.GetValue(_patience)),
        LogLevel = parsed.GetValue(_logLevel),
        ShowProgress = !parsed.GetValue(_quiet) && !parsed.GetValue(_json),
    };

    // JSON, so that a name of digits or with signs stays a text.
    private string[] Weights(ParseResult parsed) => parsed.GetValue(_weights) is { } file
        ? [$"engine.options.weights={JsonValue.Create(PathInput.Full(file)).ToJsonString()}"]
        : [];

    private async Task<int> DryRunAsync(JobPipeline pipeline, RunRequest request, FindingPrinter? printer)
    {
        var report = await pipeline.ValidateAsync(request, compose: false);
        printer?.PrintNew(report.Findings);
        if (printer is null)
            _environment.WriteJson(new JsonObject { ["job"] = report.Job, ["findings"] = report.Findings.ToJson() });
        else if (report.Job is { } job) _environment.WriteJson(job);
        return report.ExitCode;
    }

    private static double Seconds(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400) return seconds;
        result.AddError($"'--stop-deadline' takes seconds above 0 and at most 86400, and not '{text}'");
        return 0;
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
