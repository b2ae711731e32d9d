using System.Globalization;

namespace PluginHost.Runtimes;

/// <summary>How many threads a process computes with, by whoever says so first.</summary>
internal static class ComputeThreads
{
    /// <summary>The variable that every OpenMP runtime reads: a number, or one for each level of nesting, the outermost first.</summary>
    public const string Variable = "OMP_NUM_THREADS";

    /// <summary>The most that a job or a command line may ask for.</summary>
    public const int Most = 4096;

    /// <summary>
    /// The number that the command line or else the job asks for, else that of <see cref="Variable"/>, else the cores that the process may use.
    /// </summary>
    /// <param name="wished">What the command line or the job says; 0 if neither says anything.</param>
    public static int Of(int wished) => Of(wished, Environment.GetEnvironmentVariable(Variable), Environment.ProcessorCount);

    /// <summary>The number of <see cref="Variable"/>; <see langword="null"/> if it has none.</summary>
    public static int? Stated => In(Environment.GetEnvironmentVariable(Variable));

    // Processors are counted under the process' affinity and its control group's quota.
    internal static int Of(int wished, string? variable, int cores) => wished > 0 ? wished : In(variable) ?? Math.Max(1, cores);

    private static int? In(string? variable)
    {
        var first = variable?.Split(',')[0].Trim();
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var stated) && stated is > 0 and <= Most
            ? stated
            : null;
    }
}
