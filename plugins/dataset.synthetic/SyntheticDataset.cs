using PluginHost.Instruments.Catalog;

namespace PluginHost.Plugins.DatasetSynthetic;

/// <summary>Procedural instruments and drawings moved by the same notes, made on the fly; any number of classes.</summary>
/// <remarks>Makes every clip when it is asked for; the engine keeps what it needs. Thread-safe.</remarks>
[Component("synthetic")]
public sealed class SyntheticDataset : IDataset
{
    private readonly SyntheticOptions _options;
    private readonly Instrument[] _instruments;

    public SyntheticDataset(SyntheticOptions options)
    {
        _options = options;
        _instruments = [.. options.Names.Select(InstrumentCatalog.Get)];
        Info = new DatasetInfo
        {
            Name = $"synthetic, {_instruments.Length} classes, {options.TrainClips}/{options.ValidationClips}/{options.TestClips} clips",
            Classes = options.Names,
            AudioRate = options.SampleRate,
            FrameRate = options.FrameRate,
        };
    }

    /// <inheritdoc/>
    public DatasetInfo Info { get; }

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split)
    {
        var (word, count) = split switch
        {
            Split.Train => ("train", _options.TrainClips),
            Split.Validation => ("val", _options.ValidationClips),
            _ => ("test", _options.TestClips),
        };
        return
        [
            .. from label in Enumerable.Range(0, _instruments.Length)
               from number in Enumerable.Range(0, count)
               let id = $"{_instruments[label].Name}-{word}-{number:000}"
               select new SampleInfo { Id = id, Label = label, Split = split, Index = number },
        ];
    }

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        var clip = new SyntheticClip(_options, _instruments[sample.Label], sample.Id);
        return new Sample(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = tensor(clip.Audio, [clip.Audio.Length]),
            [SampleKeys.Frames] = tensor(clip.Frames, [clip.FrameCount, _options.Colour ? 3 : 1, _options.FrameSize, _options.FrameSize]),
        });
    }
}
