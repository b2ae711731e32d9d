using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>The parts of a job that an engine with a stream works with.</summary>
public sealed record JobParts
{
    /// <summary>The engine's options.</summary>
    public required StreamOptions Options { get; init; }

    /// <summary>Those of the options that affect numbers, as JSON: see <see cref="RunBasis"/>.</summary>
    public required JsonObject OptionsJson { get; init; }

    /// <summary>The task.</summary>
    public required ITask Task { get; init; }

    /// <summary>The model.</summary>
    public required IModel Model { get; init; }

    /// <summary>The data set, prepared before the run.</summary>
    public required IDataset Dataset { get; init; }

    /// <summary>What lays the stream out.</summary>
    public required IBenchmark Benchmark { get; init; }

    /// <summary>The strategies in the order of the job.</summary>
    public required IReadOnlyList<IStrategy> Strategies { get; init; }

    /// <summary>The run.</summary>
    public required IRunContext Run { get; init; }

    /// <summary>Takes events.</summary>
    public required IRunEvents Events { get; init; }

    /// <summary>All randomness.</summary>
    public required RandomSource Random { get; init; }

    /// <summary>Metrics of rows.</summary>
    public IReadOnlyList<IRowMetric> RowMetrics { get; init; } = [];

    /// <summary>Metrics of sets.</summary>
    public IReadOnlyList<ISetMetric> SetMetrics { get; init; } = [];

    /// <summary>Metrics of the stream.</summary>
    public required IReadOnlyList<IStreamMetric> StreamMetrics { get; init; }

    /// <summary>Adds features to samples.</summary>
    public IFeatureExtractor? Features { get; init; }

    /// <summary>The memory that the job names, whether or not a strategy uses it.</summary>
    public IMemory? NamedMemory { get; init; }

    /// <summary>The calls into components that are under way.</summary>
    public CallTrace Calls { get; } = new();

    /// <summary>Whether a strategy uses memory.</summary>
    public bool UsesMemory => Strategies.Any(strategy => strategy.UsesMemory);

    /// <summary>The memory if a strategy uses it.</summary>
    public IMemory? Memory => UsesMemory ? NamedMemory : null;

    /// <summary>Whether the engine's tests need validation samples, even if no weights are selected by them.</summary>
    public bool TestsUseValidation { get; init; }

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
