namespace PluginHost.Contracts;

/// <summary>
/// Optional for an engine whose runs keep their models: applies what a complete run has learned to files of a user's own. The host composes the
/// finished run's job, with <see cref="IRunContext.Resume"/> set, and asks for it in place of <see cref="IJobEngine.RunAsync"/>.
/// </summary>
public interface IModelApplication
{
    /// <summary>Applies the run's last model. Nothing in <see cref="IRunContext.Directory"/> is changed.</summary>
    /// <param name="request">What to apply it to, and where the results go.</param>
    /// <param name="cancellationToken">Ends the work; files that are not whole are removed.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="JobException">The run has no model, its task does nothing of the kind, or the input cannot be used.</exception>
    /// <exception cref="RunFailedException">The results cannot be written.</exception>
    Task<ApplicationResult> ApplyAsync(ApplicationRequest request, CancellationToken cancellationToken);
}

/// <summary>What a trained model is applied to. Paths are absolute.</summary>
public sealed record ApplicationRequest
{
    /// <summary>What is asked for: <c>separate</c> or <c>predict</c>. A task does one of them.</summary>
    public required string Verb { get; init; }

    /// <summary>Files or folders.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The classes that are asked for, by name; none where the task finds them itself.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Pictures that come from other files than the sound.</summary>
    public IReadOnlyList<GuidingPictures> Pictures { get; init; } = [];

    /// <summary>The place of one of the run's own test items, from 0, in place of inputs.</summary>
    public int? Example { get; init; }

    /// <summary>The folder that results are written to; it is made.</summary>
    public required string Output { get; init; }
}

/// <summary>Pictures that guide a model: a picture, a folder of pictures in the order of their names, or a video.</summary>
/// <param name="Class">The class that they show; empty for every class without its own.</param>
/// <param name="Path">The absolute path.</param>
public sealed record GuidingPictures(string Class, string Path)
{
    /// <summary>Seconds of the sound at which the first picture stands; below 0 where the pictures begin before the sound.</summary>
    public double Start { get; init; }
}

/// <summary>What applying a model gave.</summary>
/// <param name="Table">The results for people.</param>
/// <param name="Files">The files that were written, absolute.</param>
/// <param name="Faults">Inputs that could not be used, while others could.</param>
public sealed record ApplicationResult(TableReported Table, IReadOnlyList<string> Files, IReadOnlyList<Finding> Faults);
