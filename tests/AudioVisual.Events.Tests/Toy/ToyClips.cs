namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>
/// Clips of four segments of an eighth of a second and 16 x 16 pixels. A class is a pitch and a quarter of the picture that lights up, both in the
/// same segments; the rest is faint noise. The middle two segments of every clip happen, or the first two of every second clip.
/// </summary>
internal sealed class ToyClips : IDataset
{
    public const int Segments = 4;
    public const int Rate = 8000;
    public const double Seconds = 0.125;
    private const int Side = 16;
    private readonly SampleInfo[] _samples;

    public ToyClips(int classes = 4, int train = 6, int test = 3)
    {
        Info = new() { Name = "toy", Classes = [.. Enumerable.Range(0, classes).Select(k => $"class {k}")], AudioRate = Rate, FrameRate = 8 };
        _samples =
        [
            .. from split in (Split[])[Split.Train, Split.Validation, Split.Test]
               from label in Enumerable.Range(0, classes)
               from number in Enumerable.Range(0, split == Split.Train ? train : test)
               select new SampleInfo { Id = $"{split}-{label}-{number}", Label = label, Split = split, Index = number },
        ];
    }

    public DatasetInfo Info { get; init; }

    /// <summary>Changes a sample's tensors before they are given.</summary>
    public Action<SampleInfo, Dictionary<string, Tensor>>? Change { get; init; }

    /// <summary>A sample's texts.</summary>
    public Func<SampleInfo, Dictionary<string, string>>? Texts { get; init; }

    /// <summary>Of whose sound nothing but noise is left.</summary>
    public Func<SampleInfo, bool> NoisySound { get; init; } = _ => false;

    /// <summary>Of whose pictures nothing but noise is left.</summary>
    public Func<SampleInfo, bool> NoisyPictures { get; init; } = _ => false;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyList<SampleInfo> Samples(Split split) => [.. _samples.Where(sample => sample.Split == split)];

    public Sample Load(SampleInfo sample)
    {
        var random = new RandomSource(7).Stream(sample.Id);
        var happens = Enumerable.Range(0, Segments).Select(s => sample.Index % 2 == 0 ? s is 1 or 2 : s < 2).ToArray();
        var (length, each) = ((int)(Segments * Seconds * Rate), (int)(Seconds * Rate));
        var pitch = 300 * Math.Pow(2, sample.Label);
        var phase = random.NextDouble();
        var sound = new float[length];
        for (var i = 0; i < length; i++)
        {
            var noise = NoisySound(sample) ? 0.3 : 0.01;
            var tone = happens[i / each] && !NoisySound(sample) ? 0.4 * Math.Sin(2 * Math.PI * ((pitch * i / Rate) + phase)) : 0;
            sound[i] = (float)Math.Clamp(tone + (noise * random.NextGaussian()), -1, 1);
        }

        var frames = new byte[Segments * 3 * Side * Side];
        for (var i = 0; i < frames.Length; i++)
        {
            var (segment, row, column) = (i / (3 * Side * Side), i / Side % Side, i % Side);
            var lit = happens[segment] && !NoisyPictures(sample) && Lit(sample.Label, row, column);
            frames[i] = (byte)Math.Clamp((lit ? 200 : 60) + ((NoisyPictures(sample) ? 60 : 8) * random.NextGaussian()), 0, 255);
        }

        var events = new float[Segments * Info.Classes.Count];
        var masks = new float[Segments * Side * Side];
        for (var segment = 0; segment < Segments; segment++)
        {
            if (!happens[segment]) continue;
            events[(segment * Info.Classes.Count) + sample.Label] = 1;
            for (var i = 0; i < Side * Side; i++) masks[(segment * Side * Side) + i] = Lit(sample.Label, i / Side, i % Side) ? 1 : 0;
        }

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = tensor(sound),
            [SampleKeys.Frames] = tensor(frames).view(Segments, 3, Side, Side),
            [AudioVisualKeys.Events] = tensor(events).view(Segments, -1),
            [AudioVisualKeys.AudioEvents] = tensor(events).view(Segments, -1),
            [AudioVisualKeys.VisualEvents] = tensor(events).view(Segments, -1),
            [AudioVisualKeys.Masks] = tensor(masks).view(Segments, 1, Side, Side),
        };
        Change?.Invoke(sample, tensors);
        return new(sample, tensors, Texts?.Invoke(sample));
    }

    private static bool Lit(int label, int row, int column) => (row < Side / 2 ? 0 : 2) + (column < Side / 2 ? 0 : 1) == label % 4;
}
