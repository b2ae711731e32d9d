namespace PluginHost.Contracts;

/// <summary>
/// Optional for an engine that keeps what its runs predicted: a metric can be computed after training. The host composes the finished run's job
/// with the metric among its components and asks for it, in place of <see cref="IJobEngine.RunAsync"/>.
/// </summary>
public interface IRecordedResults
{
    /// <summary>Computes a metric's figures from the records in <see cref="IRunContext.Directory"/> and adds them to the run's results.</summary>
    /// <param name="metric">The metric; it is one of the components that the engine was given.</param>
    /// <param name="cancellationToken">Ends the work; the results are as they were then.</param>
    /// <returns>The figures that were added.</returns>
    /// <exception cref="JobException">The run has no records or is not complete, or the metric does not fit it.</exception>
    Task<TableReported> AddMetricAsync(AddedMetric metric, CancellationToken cancellationToken);
}

/// <summary>Where the figures of a metric that was added after a run come from.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Plugin">The id of its plugin.</param>
/// <param name="Version">The plugin's version.</param>
public sealed record AddedMetric(string Name, string Plugin, string Version);
