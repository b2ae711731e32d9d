namespace PluginHost.Learning.Tests;

/// <summary>A learning context with samples and randomness only.</summary>
internal sealed class ToyContext(long seed = 1) : ILearningContext, ISampleSource, IDisposable
{
    private readonly ToyDataset _dataset = new();
    private readonly Dictionary<string, Sample> _loaded = new(StringComparer.Ordinal);

    public IModel Model => throw new InvalidOperationException();

    public ITask Task => throw new InvalidOperationException();

    public IMemory? Memory => null;

    public ClassStream Stream => throw new InvalidOperationException();

    public int Experience => 1;

    public int FirstNewLabel => 2;

    public int SeenLabels => 4;

    public IReadOnlyList<SampleInfo> NewSamples => [];

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

    public void GradientPass(IReadOnlyList<SampleInfo> samples, Action<Batch, ModelOutput> visit) => throw new InvalidOperationException();

    public void Dispose()
    {
        foreach (var sample in _loaded.Values) sample.Dispose();
    }
}
