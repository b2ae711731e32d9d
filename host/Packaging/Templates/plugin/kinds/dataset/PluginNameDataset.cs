using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Four classes, each a tone of its own and a bar at a place of its own.</summary>
[Component("plugin-name")]
public sealed class PluginNameDataset(PluginNameOptions options) : IDataset
{
    private const int Rate = 11025;
    private const int FramesPerSecond = 8;
    private const int Side = 16;
    private const double Seconds = 1.5;

    public DatasetInfo Info { get; } =
        new() { Name = "plugin-name", Classes = ["low", "middle", "high", "top"], AudioRate = Rate, FrameRate = FramesPerSecond };

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The same list each time, classes in order.</summary>
    public IReadOnlyList<SampleInfo> Samples(Split split)
    {
        var count = split == Split.Train ? options.ClipsPerClass : Math.Max(1, options.ClipsPerClass / 2);
        return
        [
            .. from label in Enumerable.Range(0, Info.Classes.Count)
               from index in Enumerable.Range(0, count)
               select new SampleInfo { Id = $"{split}/{Info.Classes[label]}/{index}", Label = label, Split = split, Index = index },
        ];
    }

    /// <summary>Called from several threads. What a clip holds depends on its name alone.</summary>
    public Sample Load(SampleInfo sample)
    {
        var random = new RandomSource(1).Stream($"dataset.plugin-name.{sample.Id}");
        var (hertz, loudness) = (Tone(sample.Label) * random.NextDouble(0.98, 1.02), random.NextDouble(0.1, 0.2));
        var sound = new float[(int)(Rate * Seconds)];
        for (var n = 0; n < sound.Length; n++)
            sound[n] = (float)((loudness * Math.Sin(2 * Math.PI * hertz * n / Rate)) + (0.001 * random.NextGaussian()));
        var frames = new byte[(int)(FramesPerSecond * Seconds) * Side * Side];
        for (var i = 0; i < frames.Length; i++)
        {
            var (frame, row) = (i / (Side * Side), i / Side % Side);
            frames[i] = (byte)(row / 4 == sample.Label ? 128 + (frame * 8 % 128) : 10);
        }

        return new(sample, new Dictionary<string, Tensor>
        {
            [SampleKeys.Audio] = tensor(sound),
            [SampleKeys.Frames] = tensor(frames, [frames.Length / (Side * Side), 1, Side, Side]),
        });
    }

    /// <summary>The frequency of a class in hertz.</summary>
    public static double Tone(int label) => 220 * Math.Pow(2, label);
}

/// <summary>Options of the component: these are the defaults.</summary>
public sealed class PluginNameOptions
{
    /// <summary>Training clips of a class; half as many to validate and to test.</summary>
    [Range(1, 10000)]
    public int ClipsPerClass { get; set; } = 4;
}
