namespace PluginHost.Plugins.Pretraining;

/// <summary>Learns features on a stream without labels: one or several losses of the task, strategies against forgetting, probes between.</summary>
/// <remarks>Everything numeric happens on one thread of the engine's own, batches are made ahead on others.</remarks>
[Component("pretraining")]
[Needs<IPenultimateFeatures>("probes measure the model's features")]
public sealed class PretrainingEngine : IJobEngine, ISelfCheck, IJobCheck, IDataPreparation
{
    private readonly PretrainingOptions _options;
    private readonly JobParts _parts;

    /// <summary>Takes the parts of the job.</summary>
    public PretrainingEngine(
        PretrainingOptions options,
        ITask task,
        IModel model,
        IDataset dataset,
        IBenchmark benchmark,
        IEnumerable<IStrategy> strategies,
        IRunContext run,
        IRunEvents events,
        RandomSource random,
        IEnumerable<IStreamMetric> streamMetrics,
        IFeatureExtractor? features = null,
        IMemory? memory = null)
    {
        _options = options;
        _parts = new()
        {
            Options = options,
            OptionsJson = RunBasis.Of(options, PluginOptionsJson.Of<PretrainingOptions>()),
            Task = task,
            Model = model,
            Dataset = dataset,
            Benchmark = new UnlabelledBenchmark(benchmark),
            Strategies = [.. strategies],
            Run = run,
            Events = events,
            Random = random,
            StreamMetrics = [.. streamMetrics],
            Features = features,
            NamedMemory = memory,
            TestsUseValidation = true,
        };
    }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => StreamCheck.Check(_parts);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> CheckAsync(CheckedParts parts, CancellationToken cancellationToken) =>
        StreamRehearsal.CheckAsync(_parts, scene => new ProbeTests(scene, _options.Probe), parts, cancellationToken);

    /// <inheritdoc/>
    public Task<DataPreparationResult> PrepareDataAsync(DataPreparationRequest request, CancellationToken cancellationToken) =>
        SamplePreparation.PrepareAsync(_parts, request, cancellationToken);

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken) =>
        EngineThread.Run(_parts, scene => new ProbeTests(scene, _options.Probe), cancellationToken);
}
