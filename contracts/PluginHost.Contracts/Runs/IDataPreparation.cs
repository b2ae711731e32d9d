namespace PluginHost.Contracts;

/// <summary>
/// Optional for an engine: reads a job's whole data set once and keeps it, with what the job's components make of it, in one file from which later
/// runs read. The host asks for it in place of <see cref="IJobEngine.RunAsync"/>, for <c>data prepare</c>.
/// </summary>
public interface IDataPreparation
{
    /// <summary>Reads every sample of the data set and writes the file. Progress is reported as run events.</summary>
    /// <param name="request">What to write, and where.</param>
    /// <param name="cancellationToken">Ends the work; what was written stays, and the next call goes on there.</param>
    /// <returns>What the file holds now, and what could not be read.</returns>
    /// <exception cref="JobException">The file belongs to something else, or nothing could be read.</exception>
    /// <exception cref="RunFailedException">The file cannot be written, such as on a full disk; what was written stays.</exception>
    Task<DataPreparationResult> PrepareDataAsync(DataPreparationRequest request, CancellationToken cancellationToken);
}

/// <summary>What <c>data prepare</c> asks of an engine.</summary>
public sealed record DataPreparationRequest
{
    /// <summary>The file to write, absolute. One that is there is gone on with if the same job began it.</summary>
    public required string File { get; init; }

    /// <summary>
    /// The job with exact versions and every option filled in, as JSON: what the engine tells by whether a file was begun by the same job.
    /// </summary>
    public required string Job { get; init; }

    /// <summary>Whether to begin anew where the file is there already.</summary>
    public bool Restart { get; init; }

    /// <summary>Parts of samples that are not kept, by the names that the engine knows them under.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];
}

/// <summary>What became of <c>data prepare</c>.</summary>
public sealed record DataPreparationResult
{
    /// <summary>Samples that the file holds.</summary>
    public required long Samples { get; init; }

    /// <summary>Samples of those that this call read.</summary>
    public required long Added { get; init; }

    /// <summary>Samples that cannot be used; the file says so of each.</summary>
    public long Faulty { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>What was found: why samples cannot be used, and what to do with the file.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
