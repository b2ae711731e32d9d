namespace PluginHost.Separation.Tests;

/// <summary>A tiny data set in memory: clips of tones or noise, with object and motion vectors.</summary>
internal sealed class Clips : ISampleSource
{
    private readonly Dictionary<string, Sample> _samples = new(StringComparer.Ordinal);

    public DatasetInfo Dataset { get; init; } = new() { Name = "clips", Classes = ["a", "b", "c", "d"], AudioRate = 11025, FrameRate = 8 };

    public static SampleInfo Info(string id, int label) => new() { Id = id, Label = label, Split = Split.Test };

    public Sample Get(SampleInfo sample) => _samples[sample.Id];

    public SampleInfo Add(string id, int label, float[] audio, int frames = 29, int motionSteps = 8, int seed = 1)
    {
        var info = Info(id, label);
        _samples.Add(id, new(info, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = tensor(audio),
            [SampleKeys.Objects] = Lcg.Tensor(seed, frames, 512).to_type(ScalarType.Float32),
            [SampleKeys.Motion] = Lcg.Tensor(seed + 100, 768, motionSteps).to_type(ScalarType.Float32),
        }));
        return info;
    }

    public static float[] Tone(double hertz, int samples, double amplitude = 0.3) =>
        [.. Enumerable.Range(0, samples).Select(n => (float)(amplitude * Math.Sin(2 * Math.PI * hertz * n / 11025)))];

    public static float[] Noise(long seed, int samples, double amplitude = 0.3) =>
        [.. Lcg.Draw(seed, samples).Select(value => (float)(amplitude * value))];

    public static Draw Mix(params SampleInfo[] sources) =>
        new() { Sources = [.. sources.Select(sample => new DrawSource { Sample = sample })], Training = false };
}
