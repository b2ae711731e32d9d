namespace PluginHost.Classification.Tests;

/// <summary>A data set some of whose pictures are noise.</summary>
internal sealed class PoisonedDataset(IDataset inner, Func<string, bool> poisoned) : IDataset
{
    public DatasetInfo Info => inner.Info;

    public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

    public IReadOnlyList<SampleInfo> Samples(Split split) => inner.Samples(split);

    public Sample Load(SampleInfo sample)
    {
        var loaded = inner.Load(sample);
        if (!poisoned(sample.Id)) return loaded;
        var random = new RandomStream((ulong)sample.Index);
        var shape = loaded[SampleKeys.Image].shape;
        loaded.Dispose();
        var numbers = (int)shape.Aggregate(1L, (product, size) => product * size);
        float[] noise = [.. Enumerable.Range(0, numbers).Select(_ => (float)random.NextGaussian())];
        return new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SampleKeys.Image] = tensor(noise, shape) });
    }
}
