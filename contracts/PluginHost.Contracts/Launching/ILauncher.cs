namespace PluginHost.Contracts;

/// <summary>
/// Carries out the runs of a comparison: as processes of this machine, as tasks of a cluster. It starts command lines and tells how they ended;
/// whether a run is complete, stopped or failed the host reads from the run's folder and its result file.
/// </summary>
/// <remarks>
/// A launcher is built as the components of a job are, with the comparison file in the place of the job file: its constructor may ask for its
/// options, and it may implement <see cref="ISelfCheck"/>.
/// </remarks>
[ComponentKind("launcher")]
[DoesNotAffectNumbers]
public interface ILauncher
{
    /// <summary>
    /// Whether the runs compete for the cores of this machine, so that each that asks for no number of threads is given a share of them.
    /// </summary>
    bool SharesThisMachine { get; }

    /// <summary>What is said to people when they ask for a stop: what becomes of the runs, and what a second Ctrl-C does.</summary>
    string StopNotice { get; }

    /// <summary>Carries out runs. The failure of one does not touch the others.</summary>
    /// <param name="runs">The runs, to be begun in this order; possibly none.</param>
    /// <param name="context">What the launcher is told, and whom it tells.</param>
    /// <returns>A task that ends when no run goes on any more, or after a stop when none is waited for any more.</returns>
    /// <exception cref="JobException">Nothing can be launched, or what was launched cannot be followed any more.</exception>
    Task LaunchAsync(IReadOnlyList<LaunchedRun> runs, ILaunchContext context);
}

/// <summary>One run to carry out.</summary>
public sealed record LaunchedRun
{
    /// <summary>The exit code of a run that saved its state and stopped because a signal asked for it; 0 is that of a complete run.</summary>
    public const int StoppedExitCode = 130;

    /// <summary>The name within the comparison: letters, digits and <c>-_.</c>; no two runs have the same.</summary>
    public required string Name { get; init; }

    /// <summary>The run's folder, absolute. It need not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>The file in <see cref="Folder"/> that takes, appended, what the process prints.</summary>
    public required string OutputLog { get; init; }

    /// <summary>The file in which the run writes how it ended; one of an earlier execution is to be deleted before the run is started.</summary>
    public required string ResultFile { get; init; }

    /// <summary>The command line that starts the run anew, the program first.</summary>
    public required IReadOnlyList<string> Start { get; init; }

    /// <summary>The command line that continues the run in its folder, the program first.</summary>
    public required IReadOnlyList<string> Resume { get; init; }

    /// <summary>Variables that the process needs, besides those of this one.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The compute threads that the run's job asks for; 0 if it leaves them to the environment.</summary>
    public required int Threads { get; init; }

    /// <summary>A text that is another one where the run computes something else; equal for the same run in a later session.</summary>
    public required string Fingerprint { get; init; }
}

/// <summary>What a launcher is told of a comparison, and whom it tells how its runs go. Its members may be called from any thread.</summary>
public interface ILaunchContext
{
    /// <summary>A folder for the launcher's own files, absolute; the same for every session of the comparison. It need not exist.</summary>
    string Directory { get; }

    /// <summary>The most runs that go on at the same time; <see langword="null"/> where nobody said.</summary>
    int? Parallel { get; }

    /// <summary>Requested: start no more runs, let those that go on save their states and stop.</summary>
    CancellationToken Stop { get; }

    /// <summary>Requested: end all runs at once.</summary>
    CancellationToken Kill { get; }

    /// <summary>
    /// Makes a run's folder ready; to be called before a run is handed to whatever starts it, and never while it may be going on. An earlier run
    /// of another job is put aside.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <returns>Whether the folder holds a run to continue with <see cref="LaunchedRun.Resume"/>.</returns>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be used.</exception>
    bool Prepare(LaunchedRun run);

    /// <summary>Tells that a run has begun.</summary>
    /// <param name="run">The run.</param>
    /// <param name="resumed">Whether it continues an earlier execution.</param>
    void Started(LaunchedRun run, bool resumed);

    /// <summary>Tells that a run goes on no more; once for every run that was begun.</summary>
    /// <param name="run">The run.</param>
    /// <param name="end">How it ended.</param>
    void Ended(LaunchedRun run, LaunchEnd end);

    /// <summary>Says a sentence to people, such as where the runs wait.</summary>
    /// <param name="text">The sentence.</param>
    void Tell(string text);
}

/// <summary>How the process or task of a run ended.</summary>
public sealed record LaunchEnd
{
    /// <summary>Its wall time, without the time that it waited.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The exit code of the run's process; <see langword="null"/> if it never came to one, such as one that was killed.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What whoever started it says of its end, in words that fit after "failed: "; <see langword="null"/> if nothing.</summary>
    public string? Reason { get; init; }
}
