using System.ComponentModel;
using System.Globalization;
using System.Text;
using CliWrap;
using PluginHost.Contracts;

namespace PluginHost.Runtimes;

/// <summary>Runs the trial of a shared runtime in a process of its own, as it may crash.</summary>
internal static class RuntimeTrials
{
    /// <summary>The hidden command that such a process runs.</summary>
    public const string Verb = "runtime-trial";

    /// <summary>How long a trial may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private const int MostOutput = 1 << 20;

    /// <summary>Starts this host again for the trial and waits for its end.</summary>
    /// <param name="assembly">The runtime's assembly, absolute.</param>
    /// <param name="directory">The folder of the shared assemblies.</param>
    /// <param name="threads">The number of compute threads.</param>
    /// <param name="limit">How long it may take.</param>
    public static RuntimeTrial Run(string assembly, string directory, int threads, TimeSpan limit)
    {
        var line = HostProgram.CommandLine();
        var number = threads.ToString(CultureInfo.InvariantCulture);
        var output = new StringBuilder();
        var pipe = PipeTarget.ToDelegate(text => Append(output, text));
        var command = CliWrap.Cli.Wrap(line[0])
            .WithArguments([.. line.Skip(1), Verb, assembly, directory, number])
            .WithEnvironmentVariables(variables => variables.Set(ParentWatch.Variable, ParentWatch.Present))
            .WithStandardOutputPipe(pipe)
            .WithStandardErrorPipe(pipe)
            .WithValidation(CommandResultValidation.None);
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            // Off the caller's context: the wait is a blocking one.
            var result = Task.Run(async () => await command.ExecuteAsync(deadline.Token)).GetAwaiter().GetResult();
            return new RuntimeTrial(result.ExitCode, Text(output));
        }
        catch (OperationCanceledException)
        {
            return new RuntimeTrial(-1, $"{Text(output)}the trial did not end within {limit.TotalSeconds:0} seconds\n");
        }
        catch (Win32Exception exception)
        {
            return new RuntimeTrial(-1, $"{line[0]} cannot be started: {exception.Message}\n");
        }
    }

    private static void Append(StringBuilder output, string line)
    {
        // Both streams end here, each on a thread of its own.
        lock (output)
        {
            if (output.Length < MostOutput) output.Append(line).Append('\n');
        }
    }

    private static string Text(StringBuilder output)
    {
        lock (output) return output.ToString();
    }
}
