using PluginHost.AudioVisual.Events.Tests;

namespace PluginHost.Conformance.SoundingClips;

public sealed class Plugin : IPlugin
{
    public void Register(IComponentRegistry components) => components.Add<IDataset, Clips>("sounding-clips");
}

/// <summary>Four classes of clips, two to train on.</summary>
public sealed class Clips : IDataset
{
    private readonly ToyClips _clips = new(train: 2, test: 1);

    /// <inheritdoc/>
    public DatasetInfo Info => _clips.Info;

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => _clips.PrepareAsync(cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => _clips.Samples(split);

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample) => _clips.Load(sample);
}
