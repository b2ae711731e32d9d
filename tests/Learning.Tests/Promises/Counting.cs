using PluginHost.Plugins.Benchmarks;

namespace PluginHost.Learning.Tests.Promises;

/// <summary>What a component counted, saved as its state.</summary>
internal sealed class Counter
{
    public int Value { get; set; }

    /// <summary>What was restored; <see langword="null"/> if nothing was.</summary>
    public int? Restored { get; private set; }

    public void Save(StateBag state)
    {
        state.Json["count"] = Value;
        state.Tensors["count"] = tensor((float)Value);
    }

    public void Load(StateBag state)
    {
        Value = (int)state.Json["count"]!;
        state.Tensors["count"].ToSingle().ShouldBe(Value);
        Restored = Value;
    }
}

/// <summary>The toy data set with state of its own.</summary>
internal sealed class CountingDataset(Counter counter) : IDataset, IStateful
{
    private readonly ToyDataset _inner = new();

    public DatasetInfo Info => _inner.Info;

    public Task PrepareAsync(CancellationToken cancellationToken) => _inner.PrepareAsync(cancellationToken);

    public IReadOnlyList<SampleInfo> Samples(Split split) => _inner.Samples(split);

    public Sample Load(SampleInfo sample)
    {
        counter.Value++;
        return _inner.Load(sample);
    }

    public void SaveState(StateBag state) => counter.Save(state);

    public void LoadState(StateBag state, ILearningContext context) => counter.Load(state);
}

/// <summary>Classes in groups of two, with state of its own.</summary>
internal sealed class CountingBenchmark(Counter counter) : IBenchmark, IStateful
{
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        counter.Value++;
        return new ClassIncremental(new()).Build(dataset, random);
    }

    public void SaveState(StateBag state) => counter.Save(state);

    public void LoadState(StateBag state, ILearningContext context) => counter.Load(state);
}

/// <summary>The toy task; its losses grow with the batches it has seen, so a forgotten count changes the weights.</summary>
internal sealed class CountingTask(Counter counter) : ITask, IStateful
{
    private readonly ToyTask _inner = new();

    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) => _inner.Inputs(samples, example);

    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) =>
        _inner.DrawTraining(list, position, random, keys);

    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) => _inner.DrawEvaluation(focus, pool);

    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples) => _inner.Collate(draws, samples);

    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null) =>
        _inner.RowLoss(output, batch, among) * (1 + (0.01 * ++counter.Value));

    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1) =>
        _inner.RowDistillation(student, teacher, batch, temperature);

    public Prediction Decode(ModelOutput output, Batch batch) => _inner.Decode(output, batch);

    public void SaveState(StateBag state) => counter.Save(state);

    public void LoadState(StateBag state, ILearningContext context) => counter.Load(state);
}

/// <summary>Counts the rows of all tests since the stream began: what it says of a test depends on those before.</summary>
internal sealed class CountingMetric(Counter counter) : ISetMetric, IStateful
{
    public IReadOnlyList<Figure> Figures { get; } = [new() { Name = "rows so far" }];

    public void Reset()
    {
    }

    public void Update(Prediction prediction) => counter.Value += prediction.Draws.Count;

    public IReadOnlyList<double?> Compute() => [counter.Value];

    public void SaveState(StateBag state) => counter.Save(state);

    public void LoadState(StateBag state, ILearningContext context) => counter.Load(state);
}

/// <summary>Counts steps and adds a term that grows with them.</summary>
internal sealed class CountingStrategy(Counter counter) : IStrategy, IStateful
{
    public bool UsesMemory => true;

    public void AddLosses(LossContext loss) => loss.Add("steps", 0.01 * ++counter.Value, loss.RowLoss.mean());

    public void SaveState(StateBag state) => counter.Save(state);

    public void LoadState(StateBag state, ILearningContext context) => counter.Load(state);
}
