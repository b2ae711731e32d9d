namespace PluginHost.Plugins.Continual;

/// <summary>The parts of a job that the engine works with.</summary>
internal sealed record JobParts
{
    public required ContinualOptions Options { get; init; }

    public required ITask Task { get; init; }

    public required IModel Model { get; init; }

    public required IDataset Dataset { get; init; }

    public required IBenchmark Benchmark { get; init; }

    /// <summary>The strategies in the order of the job.</summary>
    public required IReadOnlyList<IStrategy> Strategies { get; init; }

    public required IRunContext Run { get; init; }

    public required IRunEvents Events { get; init; }

    public required RandomSource Random { get; init; }

    public required IReadOnlyList<IRowMetric> RowMetrics { get; init; }

    public required IReadOnlyList<ISetMetric> SetMetrics { get; init; }

    public required IReadOnlyList<IStreamMetric> StreamMetrics { get; init; }

    public IFeatureExtractor? Features { get; init; }

    /// <summary>The memory if a strategy uses it.</summary>
    public IMemory? Memory { get; init; }

    /// <summary>Whether the job has a memory at all.</summary>
    public bool MemoryGiven { get; init; }

    /// <summary>Every component with state, by its name in a saved state. What a metric remembers is there too.</summary>
    public IReadOnlyList<KeyValuePair<string, IStateful>> Stateful()
    {
        IEnumerable<(string Name, object? Component)> all =
        [
            ("dataset", Dataset), ("benchmark", Benchmark), ("features", Features), ("task", Task), ("model", Model), ("memory", Memory),
            .. Strategies.Select((strategy, i) => ($"strategy.{i}", (object?)strategy)),
            .. RowMetrics.Cast<object>().Concat(SetMetrics).Concat(StreamMetrics).Select((metric, i) => ($"metric.{i}", (object?)metric)),
        ];
        return [.. all.Where(each => each.Component is IStateful).Select(each => KeyValuePair.Create(each.Name, (IStateful)each.Component!))];
    }
}
