using System.CommandLine;
using PluginHost.Layout;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>The command line.</summary>
internal static class HostCli
{
    /// <summary>Runs a command line in this process.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, HostLayout layout, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var environment = new CliEnvironment(layout, output, error);
        var root = new RootCommand(
            "Loads plugins and assembles them, from a job file, into a run.\n\n"
            + "Exit codes: 0 done, 1 unexpected, 2 bad job or options, 3 a plugin could not be verified or loaded, 4 the run failed (state kept), "
            + "130 stopped by a signal (state kept).")
        {
            RunCommand.Create(environment),
            ValidateCommand.Create(environment),
            PluginsCommand.Create(environment),
            DoctorCommand.Create(environment),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors) await error.WriteLineAsync($"error PH0001 command line: {fault.Message}");
            await error.WriteLineAsync($"See: dotnet host {parsed.CommandResult.Command.Name} --help".Replace("dotnet-host ", "", StringComparison.Ordinal));
            return ExitCodes.BadJob;
        }

        try
        {
            // The engine's host handles signals itself.
            var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
        catch (Exception exception)
        {
            var verbose = arguments.Contains("--verbose");
            await error.WriteLineAsync($"error PH0000 unexpected: {(verbose ? exception.ToString() : $"{exception.GetType().Name}: {exception.Message} (--verbose shows where)")}");
            return ExitCodes.Unexpected;
        }
    }
}
