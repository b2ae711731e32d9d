namespace PluginHost.Contracts;

/// <summary>
/// Optional for an engine: does what comes before training, and keeps nothing of it. The host asks for it after every component's
/// <see cref="ISelfCheck"/>, for <c>validate</c> and <c>data check</c>, so that both refuse what a run would refuse.
/// </summary>
public interface IJobCheck
{
    /// <summary>Checks the job. Called once, in place of <see cref="IJobEngine.RunAsync"/>; progress is reported as run events.</summary>
    /// <param name="parts">What to check.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>
    /// What would stop a run, all of it, and notes about what was not checked. Their places are paths in the job, such as
    /// <c>benchmark.options.classOrder[0]</c>.
    /// </returns>
    Task<IReadOnlyList<Finding>> CheckAsync(CheckedParts parts, CancellationToken cancellationToken);
}

/// <summary>What a check before training covers.</summary>
[Flags]
public enum CheckedParts
{
    /// <summary>Nothing beyond what every component checks of itself.</summary>
    None = 0,

    /// <summary>The job: its data set is prepared if that is quick, its stream laid out, its model built and tried on a batch.</summary>
    Job = 1,

    /// <summary>The data: its data set is prepared, however long that takes, and every sample read once.</summary>
    Samples = 2,
}
