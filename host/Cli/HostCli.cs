using System.CommandLine;
using PluginHost.Layout;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>The command line.</summary>
internal static class HostCli
{
    /// <summary>Runs a command line in this process.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] arguments,
        HostLayout layout,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken,
        bool ownsProcess = false)
    {
        var environment = new CliEnvironment(layout, output, error) { OwnsProcess = ownsProcess };
        var root = CreateRoot(environment);
        var allow = CommonOptions.Allow();
        root.Options.Add(allow);
        var parsed = root.Parse(arguments);
        string[] lists = [.. (parsed.GetValue(allow) ?? []).Select(Path.GetFullPath)];
        environment.Layout = environment.Layout with { AllowLists = [.. environment.Layout.AllowLists, .. lists] };
        // A shell asks about lines that are not complete yet.
        var asked = parsed.Action is ExampleHelp || (arguments.Length > 0 && arguments[0].StartsWith("[suggest", StringComparison.Ordinal));
        if (parsed.Errors.Count > 0 && !asked) return await RefuseAsync(root, parsed, arguments, output, error);
        try
        {
            // The engine's host handles signals itself.
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
        catch (Exception exception)
        {
            var verbose = arguments.Contains("--verbose");
            var text = verbose ? exception.ToString() : $"{exception.GetType().Name}: {exception.Message} (--verbose shows where)";
            await error.WriteLineAsync($"error PH0000 unexpected: {text}");
            return ExitCodes.Unexpected;
        }
    }

    /// <summary>Says what is wrong with a command line; one that only stops short of a command gets the help.</summary>
    private static async Task<int> RefuseAsync(
        RootCommand root,
        ParseResult parsed,
        string[] arguments,
        TextWriter output,
        TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0)
        {
            var configuration = new InvocationConfiguration { Output = output, Error = error };
            await root.Parse([.. arguments, "--help"]).InvokeAsync(configuration, CancellationToken.None);
            return ExitCodes.BadJob;
        }

        // "Required command was not provided" is noise beside the name that was not understood.
        var faults = parsed.Errors.Select(fault => fault.Message).ToArray();
        if (parsed.UnmatchedTokens.Count > 0) faults = Array.FindAll(faults, fault => fault.Contains('\'', StringComparison.Ordinal));
        foreach (var fault in faults) await error.WriteLineAsync($"error PH0001 command line: {fault}");
        var names = command.Parents.OfType<Command>().Where(parent => parent != root).Select(parent => parent.Name);
        await error.WriteLineAsync(
            $"See: dotnet host {string.Join(' ', command == root ? ["--help"] : [.. names, command.Name, "--help"])}");
        return ExitCodes.BadJob;
    }

    private static RootCommand CreateRoot(CliEnvironment environment)
    {
        var run = RunCommand.Create(environment);
        var validate = ValidateCommand.Create(environment);
        var data = DataCheckCommand.Create(environment);
        var compare = CompareCommand.Create(environment);
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
        var root = new RootCommand(
            "Loads plugins and assembles them, from a job file, into a run.\n\n"
            + "Exit codes: 0 done, 1 unexpected, 2 bad job or options, 3 a plugin could not be verified or loaded or "
            + "a native runtime is missing, 4 the run failed (state kept), 130 stopped by a signal (state kept).")
        {
            run,
            validate,
            new Command("data", "Looks at the data of a job.") { data },
            compare,
            new Command("plugins", "Makes plugins, looks at them, packs, verifies and installs them.")
            {
                list, inspect, graph, @new, watch, pack, verify, install, remove, @lock, packages,
            },
            doctor,
            setup,
            completion,
            RuntimeTrialCommand.Create(environment),
        };
        var examples = new Dictionary<Command, string[]>
        {
            [run] = RunCommand.Examples,
            [validate] = ValidateCommand.Examples,
            [data] = DataCheckCommand.Examples,
            [compare] = CompareCommand.Examples,
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
        };
        ExampleHelp.Install(root, examples);
        return root;
    }
}

internal static class Program
{
    private static Task<int> Main(string[] arguments) =>
        HostCli.RunAsync(arguments, HostLayout.Find(), Console.Out, Console.Error, CancellationToken.None, ownsProcess: true);
}
