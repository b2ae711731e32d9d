namespace PluginHost.Learning.Tests;

/// <summary>
/// Each class is a fixed spectrum of eight bins; a sample is that spectrum with noise of its own, and its class's picture as an object
/// vector.
/// </summary>
internal sealed class ToyDataset(int classes = 6, int perClass = 8) : IDataset
{
    public const int Bins = 8;

    public const string Spectrum = "spectrum";

    public const string Picture = "picture";

    public DatasetInfo Info { get; } = new() { Name = "toy", Classes = [.. Enumerable.Range(0, classes).Select(i => $"class{i}")] };

    public int Loads { get; private set; }

    /// <summary>A factor on the sound of a sample.</summary>
    public Func<SampleInfo, double> Gain { get; init; } = _ => 1;

    /// <summary>A change to the lists of samples.</summary>
    public Func<IReadOnlyList<SampleInfo>, IReadOnlyList<SampleInfo>> Change { get; init; } = samples => samples;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyList<SampleInfo> Samples(Split split) => Change(
    [
        .. from label in Enumerable.Range(0, classes)
           from i in Enumerable.Range(0, split == Split.Train ? perClass : 4)
           select new SampleInfo { Id = $"{split}-{label}-{i}", Label = label, Split = split, Index = i },
    ]);

    public Sample Load(SampleInfo sample)
    {
        Loads++;
        var random = new RandomSource(7);
        var own = random.Stream($"toy.{sample.Id}");
        var spectrum = random.Stream("toy.spectrum", sample.Label);
        var picture = random.Stream("toy.picture", sample.Label);
        var sound = new float[Bins];
        for (var i = 0; i < Bins; i++) sound[i] = (float)((spectrum.NextDouble() < 0.4 ? 1 : 0.05) * own.NextDouble(0.7, 1.3) * Gain(sample));
        var frame = new float[4];
        for (var i = 0; i < frame.Length; i++) frame[i] = (float)(picture.NextGaussian() + (0.1 * own.NextGaussian()));
        return new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [Spectrum] = tensor(sound),
            [Picture] = tensor(frame),
        });
    }
}
