namespace PluginHost.Learning.Tests;

/// <summary>A learning context with samples and randomness only.</summary>
internal sealed class ToyContext(long seed = 1) : ILearningContext, ISampleSource, IDisposable
{
    private readonly ToyDataset _dataset = new();
    private readonly Dictionary<string, Sample> _loaded = new(StringComparer.Ordinal);

    public IModel Model => throw new InvalidOperationException();

    public ITask Task => throw new InvalidOperationException();

    public IMemory? Memory => null;

    public bool Boundaries => true;

    public Experience Experience { get; } = new() { Index = 1, Train = [], Test = [], Classes = [2, 3], NewClasses = [2, 3] };

    public int ExperienceCount => 3;

    public int FirstNewLabel => 2;

    public int SeenLabels => 4;

    public IReadOnlyList<string> ClassNames => [.. _dataset.Info.Classes.Take(4)];

    public IReadOnlyList<OptimizerState> Optimizers => [];

    public ISampleSource Samples => this;

    public RandomSource Random { get; } = new(seed);

    public Device Device => CPU;

    public IRunEvents Events { get; } = new EventLog();

    public CancellationToken CancellationToken => CancellationToken.None;

    public DatasetInfo Dataset => _dataset.Info;

    public Sample Get(SampleInfo sample) =>
        _loaded.TryGetValue(sample.Id, out var found) ? found : _loaded[sample.Id] = _dataset.Load(sample);

    public void Pass(IReadOnlyList<SampleInfo> samples, ForwardRequest request, Action<Batch, ModelOutput> visit) =>
        throw new InvalidOperationException();

    public void GradientPass(
        IReadOnlyList<SampleInfo> samples, string purpose, ReadOnlySpan<long> keys, Action<Batch, ModelOutput> visit) =>
        throw new InvalidOperationException();

    public Batch MakeBatch(IReadOnlyList<TrainingEntry> entries, string purpose, ReadOnlySpan<long> keys) =>
        throw new InvalidOperationException();

    public IDisposable CaptureInputs(Action<string, Tensor> seen) => throw new InvalidOperationException();

    public IModel Freeze(string name) => throw new InvalidOperationException();

    public IModel? Frozen(string name) => null;

    public void Release(string name)
    {
    }

    public void ReplaceModel(IModel model) => throw new InvalidOperationException();

    public void AddParameters(ParameterGroup group) => throw new InvalidOperationException();

    public void Dispose()
    {
        foreach (var sample in _loaded.Values) sample.Dispose();
    }
}
