namespace PluginHost.Contracts;

/// <summary>Carries out a job. A job names exactly one engine; everything else it needs is injected into its constructor.</summary>
[ComponentKind("engine")]
public interface IJobEngine
{
    /// <summary>Runs the job to its end.</summary>
    /// <param name="cancellationToken">
    /// Signalled by Ctrl-C, SIGTERM or the host's deadline. The engine then writes its state, so that <c>--resume</c> continues, and throws
    /// <see cref="OperationCanceledException"/>.
    /// </param>
    /// <returns>A task that ends with the run.</returns>
    /// <exception cref="JobException">The input turned out to be unusable (exit code 2).</exception>
    /// <exception cref="RunFailedException">The run cannot go on (exit code 4).</exception>
    Task RunAsync(CancellationToken cancellationToken);
}
