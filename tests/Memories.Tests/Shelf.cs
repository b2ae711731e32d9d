namespace PluginHost.Memories.Tests;

/// <summary>
/// A learning context whose samples, embeddings and losses a test spells out. A pass gives each sample two rows: one as the first source
/// and one as the partner of the sample before it.
/// </summary>
internal sealed class Shelf(long seed = 1, int classes = 4) : ILearningContext, ISampleSource, IDisposable
{
    private readonly Dictionary<string, Sample> _loaded = new(StringComparer.Ordinal);

    /// <summary>Bytes of a sample without features.</summary>
    public const int Plain = 40;

    public Func<SampleInfo, float[]>? Objects { get; init; }

    public Sample? Stored { get; init; }

    public Func<SampleInfo, float>? Loss { get; init; }

    public Func<SampleInfo, int> Length { get; init; } = _ => Plain / sizeof(float);

    public IModel Model { get; init; } = new StubModel();

    /// <summary>Sources of each item that <see cref="MakeBatch"/> makes.</summary>
    public int Slots { get; init; } = 1;

    public ITask? OwnTask { get; init; }

    public ITask Task => OwnTask ?? new StubTask(Loss!);

    public IMemory? Memory { get; init; }

    public bool Boundaries { get; init; } = true;

    public Experience Experience { get; } = new() { Index = 1, Train = [], Test = [], Classes = [], NewClasses = [] };

    public int ExperienceCount => 2;

    public int FirstNewLabel => 0;

    public int SeenLabels => classes;

    public IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, classes).Select(i => $"class{i}")];

    public IReadOnlyList<OptimizerState> Optimizers => [];

    public ISampleSource Samples => this;

    public RandomSource Random { get; } = new(seed);

    public Device Device => CPU;

    public IRunEvents Events => throw new InvalidOperationException();

    public CancellationToken CancellationToken => CancellationToken.None;

    public DatasetInfo Dataset => new() { Name = "shelf", Classes = ClassNames };

    public static SampleInfo[] Of(params (int Label, int Count)[] classes) =>
    [
        .. from part in classes
           from i in Enumerable.Range(0, part.Count)
           select new SampleInfo { Id = $"{part.Label}-{i}", Label = part.Label, Split = Split.Train, Index = i },
    ];

    public static Batch Batch(params (SampleInfo Sample, bool FromMemory)[] sources) => new(
        [.. sources.Select(source => new Draw
        {
            Training = true,
            Sources = [new() { Sample = source.Sample, FromMemory = source.FromMemory }],
        })],
        new Dictionary<string, Tensor>(StringComparer.Ordinal));

    public Sample Get(SampleInfo sample)
    {
        if (Stored is not null) return Stored;
        if (_loaded.TryGetValue(sample.Id, out var found)) return found;
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (Objects is not null) tensors[SampleKeys.Objects] = stack([tensor(Objects(sample)), tensor(Objects(sample))]);
        else tensors[SampleKeys.Audio] = zeros(Length(sample));
        return _loaded[sample.Id] = new(sample, tensors);
    }

    public void Pass(IReadOnlyList<SampleInfo> samples, ForwardRequest request, Action<Batch, ModelOutput> visit)
    {
        var draws = samples.Select((sample, i) => new Draw
        {
            Training = false,
            Sources = [new() { Sample = sample }, new() { Sample = samples[(i + 1) % samples.Count] }],
        });
        foreach (var chunk in draws.Chunk(3))
        {
            using var scope = NewDisposeScope();
            using var batch = new Batch(chunk, new Dictionary<string, Tensor>(StringComparer.Ordinal));
            visit(batch, Model.Forward(batch, request));
        }
    }

    /// <summary>The purpose and keys of every gradient pass and batch asked for.</summary>
    public List<string> Purposes { get; } = [];

    public void GradientPass(IReadOnlyList<SampleInfo> samples, string purpose, ReadOnlySpan<long> keys, Action<Batch, ModelOutput> visit)
    {
        Purposes.Add($"{purpose} {string.Join(' ', keys.ToArray())}");
        var draws = samples.Select((sample, i) => new Draw
        {
            Training = true,
            Sources = [new() { Sample = sample }, new() { Sample = samples[(i + 1) % samples.Count] }],
        });
        foreach (var chunk in draws.Chunk(3))
        {
            using var scope = NewDisposeScope();
            using var batch = new Batch(chunk, new Dictionary<string, Tensor>(StringComparer.Ordinal));
            Model.Module.zero_grad();
            visit(batch, Model.Forward(batch, ForwardRequest.Predictions));
        }

        Model.Module.zero_grad();
    }

    public Batch MakeBatch(IReadOnlyList<TrainingEntry> entries, string purpose, ReadOnlySpan<long> keys)
    {
        Purposes.Add($"{purpose} {string.Join(' ', keys.ToArray())}");
        var draws = entries.Select((entry, i) => new Draw
        {
            Training = true,
            Sources = [.. Enumerable.Range(0, Slots).Select(slot => entries[(i + slot) % entries.Count])
                .Select(source => new DrawSource { Sample = source.Sample, FromMemory = source.FromMemory })],
        });
        return new([.. draws], new Dictionary<string, Tensor>(StringComparer.Ordinal));
    }

    public IModel Freeze(string name) => throw new InvalidOperationException();

    public IModel? Frozen(string name) => throw new InvalidOperationException();

    public void Release(string name) => throw new InvalidOperationException();

    public void ReplaceModel(IModel model) => throw new InvalidOperationException();

    public void AddParameters(ParameterGroup group) => throw new InvalidOperationException();

    public IDisposable CaptureInputs(Action<string, Tensor> seen) => throw new InvalidOperationException();

    public void Dispose()
    {
        foreach (var sample in _loaded.Values) sample.Dispose();
    }
}
