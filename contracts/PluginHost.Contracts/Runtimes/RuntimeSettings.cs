namespace PluginHost.Contracts;

/// <summary>What a shared runtime may know of the process it gets ready for.</summary>
public sealed record RuntimeSettings
{
    /// <summary>The folder of the shared assemblies, absolute; native libraries lie in its folder <c>native</c>.</summary>
    public required string SharedDirectory { get; init; }

    /// <summary>
    /// The number of compute threads: the command line's, else the job's, else <c>OMP_NUM_THREADS</c>, else the cores that the process
    /// may use; at least 1.
    /// </summary>
    public required int Threads { get; init; }

    /// <summary>Runs <see cref="ISharedRuntime.RunTrial"/> of this runtime in a new process with the same environment and waits for it.</summary>
    public required Func<RuntimeTrial> Try { get; init; }
}

/// <summary>How a trial in a process of its own ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and a signal's number where one ended it; -1 where it could not be started or ran too long.</param>
/// <param name="Output">What it wrote to standard output and standard error.</param>
public sealed record RuntimeTrial(int ExitCode, string Output);

/// <summary>A package that holds files of a shared runtime.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its exact version.</param>
public sealed record RuntimePackage(string Id, string Version);
