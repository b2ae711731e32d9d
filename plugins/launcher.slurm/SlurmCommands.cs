using System.ComponentModel;
using System.Diagnostics;

namespace PluginHost.Plugins.Slurm;

/// <summary>Slurm's programs on PATH.</summary>
internal static class SlurmCommands
{
    /// <summary>The programs that must be there.</summary>
    public static readonly string[] Needed = ["sbatch", "squeue", "scancel"];

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Whether a program lies in a folder of PATH.</summary>
    public static bool IsThere(string program, string? path) => (path ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Answer> RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What a job of Slurm has in its environment would be taken for options; so would what users set for their own submissions' output.
        foreach (var name in start.Environment.Keys.Where(IsOption).ToArray()) start.Environment.Remove(name);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            using var deadline = new CancellationTokenSource(Deadline);
            try
            {
                await process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return new(-1, "", $"{program} gave no answer within {Deadline.TotalSeconds:0} seconds");
            }

            return new(process.ExitCode, await output, (await error).Trim());
        }
        catch (Win32Exception exception)
        {
            return new(-1, "", $"{program} cannot be started: {exception.Message}");
        }
    }

    private static bool IsOption(string name) =>
        name.StartsWith("SBATCH_", StringComparison.Ordinal) || name.StartsWith("SQUEUE_", StringComparison.Ordinal)
        || name.StartsWith("SLURM_JOB", StringComparison.Ordinal) || name.StartsWith("SLURM_ARRAY", StringComparison.Ordinal);

    /// <summary>What a program answered.</summary>
    /// <param name="ExitCode">Its exit code; -1 if it could not be run.</param>
    /// <param name="Output">What it printed.</param>
    /// <param name="Error">What it complained of.</param>
    public sealed record Answer(int ExitCode, string Output, string Error);
}
