namespace PluginHost.Training;

/// <summary>Applies the last model of a complete run to files of a user's own: what <see cref="IModelApplication"/> asks of an engine.</summary>
public static class RunApplication
{
    /// <summary>Applies it, on a thread of the engine's own.</summary>
    /// <param name="parts">The parts of the finished run's job.</param>
    /// <param name="tests">Makes the engine's tests, whose state is part of the run's.</param>
    /// <param name="request">What to apply the model to.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="JobException">The run has no model that can be loaded, or its task does nothing of the kind.</exception>
    public static async Task<ApplicationResult> ApplyAsync(
        JobParts parts, Func<StreamScene, IStreamTests> tests, ApplicationRequest request, CancellationToken cancellationToken)
    {
        if (parts.Task is not IFileTask task || task.Verb != request.Verb)
        {
            throw new JobException(new Finding
            {
                Code = "CE0702",
                Where = "task",
                What = parts.Task is IFileTask other
                    ? $"A run of {ComponentName.Of(parts.Task)} cannot {request.Verb}; it can {other.Verb}"
                    : $"A run of {ComponentName.Of(parts.Task)} cannot {request.Verb}",
                Expected = $"a run whose task can {request.Verb}",
            });
        }

        await parts.Dataset.PrepareAsync(cancellationToken).ConfigureAwait(false);
        ApplicationResult? result = null;
        await EngineThread.Run(() =>
        {
            using var run = new StreamRun(parts, tests, cancellationToken);
            var model = run.Reopen();
            result = parts.Calls.Do(parts.Task, nameof(IFileTask.Apply), () => task.Apply(model, request, cancellationToken));
        }).ConfigureAwait(false);
        return result!;
    }
}
