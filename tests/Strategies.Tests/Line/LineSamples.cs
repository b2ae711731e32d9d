namespace PluginHost.Strategies.Tests.Line;

/// <summary>Samples of a class with two numbers x and a target t, in double precision.</summary>
internal sealed class LineSamples : ISampleSource
{
    private readonly Dictionary<string, Sample> _samples = new(StringComparer.Ordinal);

    public LineSamples(params (int Label, double[] X, double T)[] rows)
    {
        foreach (var (label, x, t) in rows)
        {
            var info = new SampleInfo { Id = $"{label}-{_samples.Count}", Label = label, Split = Split.Train };
            _samples[info.Id] = new(info, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = tensor(x), ["t"] = tensor(t) });
        }
    }

    public IReadOnlyList<SampleInfo> Infos => [.. _samples.Values.Select(sample => sample.Info)];

    public DatasetInfo Dataset { get; } = new() { Name = "line", Classes = ["a", "b", "c", "d"] };

    public Sample Get(SampleInfo sample) => _samples[sample.Id];
}
