namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>
/// Pairs that can be told apart: each class has a pitch and a place of a bright square, each sample a loudness, a shift and noise of its
/// own.
/// </summary>
internal sealed class PairSet(int classes = 4, int train = 8, int test = 4, Func<SampleInfo, Sample, Sample>? change = null) : IDataset
{
    public const int Rate = 4000;

    public DatasetInfo Info { get; } = new()
    {
        Name = "pairs",
        Classes = [.. Enumerable.Range(0, classes).Select(label => $"class {label}")],
        AudioRate = Rate,
        FrameRate = 8,
    };

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyList<SampleInfo> Samples(Split split)
    {
        var count = split == Split.Train ? train : split == Split.Test ? test : 1;
        return
        [
            .. Enumerable.Range(0, classes).SelectMany(label => Enumerable.Range(0, count).Select(i => new SampleInfo
            {
                Id = $"{split}/{label}/{i}", Label = label, Split = split, Index = (label * 100) + i,
            })),
        ];
    }

    public Sample Load(SampleInfo sample)
    {
        var random = new RandomStream((ulong)HashOf(sample.Id));
        var label = sample.Index / 100;
        var (loud, phase) = (random.NextDouble(0.3, 0.6), random.NextDouble(0, 6));
        var sound = new float[2000];
        for (var i = 0; i < sound.Length; i++)
            sound[i] = (float)((loud * Math.Sin(phase + (2 * Math.PI * 200 * (label + 1) * i / Rate))) + (0.01 * random.NextGaussian()));
        var frames = new byte[4 * 3 * 16 * 16];
        for (var i = 0; i < frames.Length; i++) frames[i] = (byte)random.Next(60);
        for (var frame = 0; frame < 4; frame++)
        {
            for (var y = 0; y < 6; y++)
            {
                for (var x = 0; x < 6; x++)
                    frames[(((frame * 3) + (label % 3)) * 256) + (((label / 2 * 8) + y + 1) * 16) + (label % 2 * 8) + x + 1] = (byte)(180 + random.Next(60));
            }
        }

        var loaded = new Sample(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = tensor(sound),
            [SampleKeys.Frames] = tensor(frames, [4, 3, 16, 16]),
        });
        return change is null ? loaded : change(sample, loaded);
    }

    private static long HashOf(string text) => text.Aggregate(17L, (sum, sign) => (sum * 31) + sign) & 0xFFFFFFFF;
}

/// <summary>Samples that were loaded already, as an engine gives them.</summary>
internal sealed class LoadedPairs(IDataset dataset) : ISampleSource
{
    private readonly Dictionary<string, Sample> _loaded = new(StringComparer.Ordinal);

    public DatasetInfo Dataset => dataset.Info;

    public Sample Get(SampleInfo sample) =>
        _loaded.TryGetValue(sample.Id, out var loaded) ? loaded : _loaded[sample.Id] = dataset.Load(sample);
}

/// <summary>A stream of the training samples in one order, cut at will, without boundaries: each is seen once.</summary>
internal sealed class CutStream(params int[] cuts) : IBenchmark
{
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        SampleInfo[] train = [.. dataset.Samples(Split.Train).Select(sample => sample with { Labels = [] })];
        int[] ends = [.. cuts, train.Length];
        return new()
        {
            ClassNames = dataset.Info.Classes,
            Boundaries = false,
            Online = true,
            Experiences = [.. ends.Select((end, k) => new Experience
            {
                Index = k,
                Train = train[(k == 0 ? 0 : ends[k - 1])..end],
                Test = dataset.Samples(Split.Test),
                Classes = [],
                NewClasses = [],
            })],
        };
    }
}
