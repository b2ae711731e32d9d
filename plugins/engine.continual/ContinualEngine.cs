namespace PluginHost.Plugins.Continual;

/// <summary>Learns a stream of experiences with replay, selection, checkpoints and resumption.</summary>
/// <remarks>
/// For each experience the strategies begin, the model grows, the memory takes exemplars in, training runs, and all experiences so far are
/// tested. Everything numeric happens on one thread of the engine's own, batches are made ahead on others.
/// </remarks>
[Component("continual")]
public sealed class ContinualEngine : IJobEngine, ISelfCheck, IJobCheck, IDataPreparation, IRecordedResults, IModelApplication
{
    private readonly JobParts _parts;

    /// <summary>Takes the parts of the job.</summary>
    public ContinualEngine(
        ContinualOptions options,
        ITask task,
        IModel model,
        IDataset dataset,
        IBenchmark benchmark,
        IEnumerable<IStrategy> strategies,
        IRunContext run,
        IRunEvents events,
        RandomSource random,
        IEnumerable<IRowMetric> rowMetrics,
        IEnumerable<ISetMetric> setMetrics,
        IEnumerable<IStreamMetric> streamMetrics,
        IFeatureExtractor? features = null,
        IMemory? memory = null)
    {
        _parts = new()
        {
            Options = options,
            OptionsJson = RunBasis.Of(options, PluginOptionsJson.Of<ContinualOptions>()),
            Task = task,
            Model = model,
            Dataset = dataset,
            Benchmark = benchmark,
            Strategies = [.. strategies],
            Run = run,
            Events = events,
            Random = random,
            RowMetrics = [.. rowMetrics],
            SetMetrics = [.. setMetrics],
            StreamMetrics = [.. streamMetrics],
            Features = features,
            NamedMemory = memory,
        };
    }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => StreamCheck.Check(_parts);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> CheckAsync(CheckedParts parts, CancellationToken cancellationToken) =>
        StreamRehearsal.CheckAsync(_parts, scene => new ExperienceTests(scene), parts, cancellationToken);

    /// <inheritdoc/>
    public Task<DataPreparationResult> PrepareDataAsync(DataPreparationRequest request, CancellationToken cancellationToken) =>
        SamplePreparation.PrepareAsync(_parts, request, cancellationToken);

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken) =>
        EngineThread.Run(_parts, scene => new ExperienceTests(scene), cancellationToken);

    /// <inheritdoc/>
    public Task<TableReported> AddMetricAsync(AddedMetric metric, CancellationToken cancellationToken) =>
        RecordedMetrics.AddAsync(_parts, metric, cancellationToken);

    /// <inheritdoc/>
    public Task<ApplicationResult> ApplyAsync(ApplicationRequest request, CancellationToken cancellationToken) =>
        RunApplication.ApplyAsync(_parts, scene => new ExperienceTests(scene), request, cancellationToken);
}
