namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>Object vectors of CLIP ViT-B/32 or a ResNet-18, motion vectors of VideoMAE-base, from files of published weights.</summary>
/// <remarks>
/// Frozen networks in evaluation mode, on the CPU. Each vector can come from a network of its own; <c>pixels</c> stands for no network.
/// Weights are read by the check before the run, or by the first sample.
/// </remarks>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes the message that says which weights are used.</param>
[Component("networks")]
public sealed class NetworksExtractor(NetworksOptions options, IRunContext? run = null, IRunEvents? events = null)
    : IFeatureExtractor, ISelfCheck, IDisposable
{
    private readonly Lazy<IReadOnlyList<VectorPart>> _parts = new(() => new NetworkMakers(run).Make(options));
    private int _told;

    /// <inheritdoc/>
    public IReadOnlyList<string> Produces { get; } =
        options.Motion is null ? [SampleKeys.Objects] : [SampleKeys.Objects, SampleKeys.Motion];

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        try
        {
            _ = _parts.Value;
            return [];
        }
        catch (JobException exception)
        {
            return exception.Findings;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="JobException">Weights do not load.</exception>
    public IReadOnlyDictionary<string, Tensor> Extract(Tensor frames, double frameRate)
    {
        var parts = Parts();
        Tell(parts);
        return VectorPart.Vectors(parts, Clip.Of(frames));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_parts.IsValueCreated) return;
        foreach (var part in _parts.Value) part.Dispose();
    }

    private IReadOnlyList<VectorPart> Parts()
    {
        try
        {
            return _parts.Value;
        }
        catch (JobException exception)
        {
            throw new JobException([.. exception.Findings.Select(finding => finding with { Where = $"features.options.{finding.Where}" })]);
        }
    }

    // Not in the check, which 'validate' makes too.
    private void Tell(IReadOnlyList<VectorPart> parts)
    {
        if (Interlocked.Exchange(ref _told, 1) != 0) return;
        foreach (var part in parts) events?.Publish(new MessageReported { Text = $"Vectors '{part.Key}' come from {part.Origin}." });
    }
}
