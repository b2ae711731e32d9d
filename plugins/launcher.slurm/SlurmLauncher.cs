namespace PluginHost.Plugins.Slurm;

/// <summary>Runs as tasks of Slurm job arrays. A folder that this machine and the nodes share is all it needs.</summary>
/// <param name="options">What is asked of Slurm for every run.</param>
[Component("slurm")]
public sealed class SlurmLauncher(SlurmOptions options) : ILauncher, ISelfCheck
{
    /// <inheritdoc/>
    public bool SharesThisMachine => false;

    /// <inheritdoc/>
    public string StopNotice =>
        "waiting tasks are cancelled, running ones get SIGTERM, save their states and stop. Ctrl-C again cancels them at once.";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => Check(Environment.GetEnvironmentVariable("PATH"));

    internal static IEnumerable<Finding> Check(string? path) =>
        from program in SlurmCommands.Needed
        where !SlurmCommands.IsThere(program, path)
        select new Finding
        {
            Code = "SLURM0101",
            What = $"the program '{program}' of Slurm is not on PATH",
            Fix = "Start the comparison on a machine from which jobs are submitted, or load the cluster's module for Slurm.",
        };

    /// <inheritdoc/>
    public Task LaunchAsync(IReadOnlyList<LaunchedRun> runs, ILaunchContext context) => new SlurmSession(options, context).RunAsync(runs);
}
