using System.CommandLine;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Layout;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>The command line.</summary>
internal static class HostCli
{
    /// <summary>Runs a command line in this process.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(
        string[] arguments,
        HostLayout layout,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken) =>
        RunAsync(arguments, () => layout, new CliStreams(output, error, OwnsProcess: false), cancellationToken);

    /// <summary>Runs a command line; whatever goes wrong is said in a line and an exit code.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] arguments,
        Func<HostLayout> findLayout,
        CliStreams streams,
        CancellationToken cancellationToken)
    {
        try
        {
            if (CheckWorkingFolder() is { HasErrors: true } findings) return Refuse(streams.Error, findings);
            var layout = findLayout();
            if (layout.Findings.HasErrors) return Refuse(streams.Error, layout.Findings);
            var parsed = Parse(arguments, new CliEnvironment(layout, streams));
            // A shell asks about lines that are not complete yet.
            var asked = parsed.Action is ExampleHelp || (arguments.Length > 0 && arguments[0].StartsWith("[suggest", StringComparison.Ordinal));
            if (parsed.Errors.Count > 0 && !asked) return await RefuseAsync(parsed, arguments, streams.Output, streams.Error);
            // A run and a comparison handle signals themselves.
            var configuration = new InvocationConfiguration
            {
                Output = streams.Output,
                Error = streams.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
        catch (JobException exception)
        {
            var found = new FindingList();
            found.AddRange(exception.Findings);
            return Refuse(streams.Error, found);
        }
        catch (Exception exception)
        {
            var text = arguments.Contains("--verbose") ? exception.ToString() : $"{exception.Message} (--verbose shows where)";
            await streams.Error.WriteLineAsync($"error {FindingCodes.Unexpected} unexpected: {text}");
            return ExitCodes.Unexpected;
        }
    }

    /// <summary>Understands a command line, of which <c>--allow</c> counts for every command.</summary>
    private static ParseResult Parse(string[] arguments, CliEnvironment environment)
    {
        var root = CreateRoot(environment);
        var allow = CommonOptions.Allow();
        root.Options.Add(allow);
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0) return parsed;
        string[] lists = [.. (parsed.GetValue(allow) ?? []).Where(list => PathInput.Fault(list) is null).Select(PathInput.Full)];
        environment.Layout = environment.Layout with { AllowLists = [.. environment.Layout.AllowLists, .. lists] };
        return parsed;
    }

    private static FindingList CheckWorkingFolder()
    {
        var findings = new FindingList();
        try
        {
            if (Directory.Exists(Environment.CurrentDirectory)) return findings;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system knows no path of it any more.
        }

        findings.Error(
            FindingCodes.WorkingFolder,
            "working folder",
            "the folder in which the command was started is not there any more",
            fix: "Change to a folder that is there, such as: cd ~");
        return findings;
    }

    private static int Refuse(TextWriter error, FindingList findings)
    {
        new FindingPrinter(error, verbose: false).PrintNew(findings);
        return ExitCodes.Of(findings);
    }

    /// <summary>Says what is wrong with a command line; one that only stops short of a command gets the help.</summary>
    private static async Task<int> RefuseAsync(
        ParseResult parsed,
        string[] arguments,
        TextWriter output,
        TextWriter error)
    {
        var (root, command) = (parsed.RootCommandResult.Command, parsed.CommandResult.Command);
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            var configuration = new InvocationConfiguration { Output = output, Error = error };
            await root.Parse([.. arguments, "--help"]).InvokeAsync(configuration, CancellationToken.None);
            return ExitCodes.BadJob;
        }

        // "Required command was not provided" is noise beside the name that was not understood.
        var faults = parsed.Errors.Select(fault => fault.Message).ToArray();
        if (parsed.UnmatchedTokens.Count > 0) faults = Array.FindAll(faults, fault => fault.Contains('\'', StringComparison.Ordinal));
        foreach (var fault in faults) await error.WriteLineAsync($"error {FindingCodes.CommandLine} command line: {fault}");
        var names = command.Parents.OfType<Command>().Where(parent => parent != root).Select(parent => parent.Name);
        await error.WriteLineAsync(
            $"See: dotnet host {string.Join(' ', command == root ? ["--help"] : [.. names, command.Name, "--help"])}");
        return ExitCodes.BadJob;
    }

    internal static RootCommand CreateRoot(CliEnvironment environment)
    {
        var run = new RunCommand(environment);
        var validate = ValidateCommand.Create(environment);
        var data = DataCheckCommand.Create(environment);
        var prepare = DataPrepareCommand.Create(environment);
        var compare = CompareCommand.Create(environment);
        var report = ReportCommand.Create(environment);
        var list = PluginsListCommand.Create(environment);
        var inspect = PluginsInspectCommand.Create(environment);
        var @new = PluginsNewCommand.Create(environment);
        var watch = PluginsWatchCommand.Create(environment);
        var packages = PluginsPackagesCommand.Create(environment);
        var graph = PluginsGraphCommand.Create(environment);
        var pack = PluginsPackCommand.Create(environment);
        var verify = PluginsVerifyCommand.Create(environment);
        var install = PluginsInstallCommand.Create(environment);
        var remove = PluginsRemoveCommand.Create(environment);
        var @lock = PluginsLockCommand.Create(environment);
        var completion = CompletionCommand.Create(environment);
        var doctor = DoctorCommand.Create(environment);
        var setup = SetupCommand.Create(environment);
        var explain = ExplainCommand.Create(environment);
        var methods = MethodsCommand.Create(environment);
        var runs = RunsListCommand.Create(environment);
        var show = RunsShowCommand.Create(environment);
        var diff = RunsDiffCommand.Create(environment);
        var metrics = RunsMetricsCommand.Create(environment);
        var table = RunsTableCommand.Create(environment);
        var clean = RunsCleanCommand.Create(environment);
        var separate = new SeparateCommand(environment);
        var predict = PredictCommand.Create(environment);
        var export = ExportCommand.Create(environment);
        var root = new RootCommand(
            "Loads plugins and assembles them, from a job file, into a run.\n\n"
            + "Exit codes: 0 done, 1 unexpected, 2 bad job or options, 3 a plugin could not be verified or loaded or "
            + "a native runtime is missing, 4 the run failed (state kept), 130 stopped by a signal (state kept). 'explain CODE' tells more of a finding.")
        {
            run,
            validate,
            new Command("data", "Looks at the data of a job, and prepares it for many runs.") { data, prepare },
            compare,
            separate,
            predict,
            export,
            report,
            new Command("runs", "Lists runs, looks at them, compares two, frees what they no longer need.") { runs, show, diff, metrics, table, clean },
            new Command("plugins", "Makes plugins, looks at them, packs, verifies and installs them.")
            {
                list, inspect, graph, @new, watch, pack, verify, install, remove, @lock, packages,
            },
            methods,
            doctor,
            explain,
            setup,
            completion,
            RuntimeTrialCommand.Create(environment),
        };
        var examples = new Dictionary<Command, string[]>
        {
            [run] = RunCommand.Examples,
            [validate] = ValidateCommand.Examples,
            [data] = DataCheckCommand.Examples,
            [prepare] = DataPrepareCommand.Examples,
            [compare] = CompareCommand.Examples,
            [report] = ReportCommand.Examples,
            [runs] = RunsListCommand.Examples,
            [show] = RunsShowCommand.Examples,
            [diff] = RunsDiffCommand.Examples,
            [metrics] = RunsMetricsCommand.Examples,
            [table] = RunsTableCommand.Examples,
            [clean] = RunsCleanCommand.Examples,
            [separate] = SeparateCommand.Examples,
            [predict] = PredictCommand.Examples,
            [export] = ExportCommand.Examples,
            [methods] = MethodsCommand.Examples,
            [list] = PluginsListCommand.Examples,
            [inspect] = PluginsInspectCommand.Examples,
            [graph] = PluginsGraphCommand.Examples,
            [@new] = PluginsNewCommand.Examples,
            [watch] = PluginsWatchCommand.Examples,
            [packages] = PluginsPackagesCommand.Examples,
            [pack] = PluginsPackCommand.Examples,
            [verify] = PluginsVerifyCommand.Examples,
            [install] = PluginsInstallCommand.Examples,
            [remove] = PluginsRemoveCommand.Examples,
            [@lock] = PluginsLockCommand.Examples,
            [completion] = CompletionCommand.Examples,
            [doctor] = DoctorCommand.Examples,
            [setup] = SetupCommand.Examples,
            [explain] = ExplainCommand.Examples,
        };
        ExampleHelp.Install(root, examples);
        return root;
    }
}
