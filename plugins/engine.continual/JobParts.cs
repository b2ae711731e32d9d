namespace PluginHost.Plugins.Continual;

/// <summary>The parts of a job that the engine works with.</summary>
internal sealed record JobParts
{
    public required ContinualOptions Options { get; init; }

    public required ITask Task { get; init; }

    public required IModel Model { get; init; }

    public required IDataset Dataset { get; init; }

    public required IStrategy Strategy { get; init; }

    public required IRunContext Run { get; init; }

    public required IRunEvents Events { get; init; }

    public required RandomSource Random { get; init; }

    public required IReadOnlyList<ISampleMetric> SampleMetrics { get; init; }

    public required IReadOnlyList<IStreamMetric> StreamMetrics { get; init; }

    public IFeatureExtractor? Features { get; init; }

    /// <summary>The memory if the strategy uses it.</summary>
    public IMemory? Memory { get; init; }

    /// <summary>Whether the job has a memory at all.</summary>
    public bool MemoryGiven { get; init; }
}
