using System.Globalization;

namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>Object vectors of a small ResNet-18 that the run trains from scratch on its own pictures, without labels (RotNet); motion vectors by the formulas of <c>pixels</c>.</summary>
/// <remarks>
/// For jobs without published weights. The network learns to say by which quarter turns pictures of the first experience were rotated (Gidaris et
/// al., "Unsupervised representation learning by predicting image rotations", ICLR 2018), and is frozen then. Its weights lie in the run's folder
/// under the names of the ResNet-18 here, so <c>networks</c> takes them as those of <c>resnet18</c>.
/// </remarks>
/// <param name="options">The options.</param>
/// <param name="events">Takes progress, and the message that says what was trained on.</param>
[Component("rotnet")]
public sealed class RotationExtractor(RotationOptions options, IRunEvents? events = null) : IFittedFeatures, IDisposable
{
    private readonly PixelPart _motion = new(SampleKeys.Motion);
    private Backbone _network = Made(options, seed: 0);

    /// <inheritdoc/>
    public IReadOnlyList<string> Produces { get; } = [SampleKeys.Objects, SampleKeys.Motion];

    /// <inheritdoc/>
    public int FitSamples => options.Samples;

    private PicturePreparation Preparation => PicturePreparation.ImageNet(options.ImageSize, options.Fit);

    /// <inheritdoc/>
    public void Fit(IReadOnlyList<Tensor> frames, RandomSource random, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        var preparation = Preparation;
        var pictures = cat([.. frames.Select(Clip.Of).Select(clip => preparation.Prepare(clip, clip.Spread(options.FramesPerSample)))], 0);
        var fresh = Made(options, random.SeedFor("features.networks.rotnet.init"));
        double right;
        try
        {
            right = new RotationTraining(options, fresh, events).Run(pictures, random, cancellationToken);
        }
        catch
        {
            fresh.Dispose();
            throw;
        }

        _network.Dispose();
        _network = fresh;
        events?.Publish(new MessageReported
        {
            Severity = FindingSeverity.Warning,
            Text = string.Create(CultureInfo.InvariantCulture, $"Vectors '{SampleKeys.Objects}' come from a small network that this run trained from scratch: a ResNet-18 of width {options.Width}, ")
                + string.Create(CultureInfo.InvariantCulture, $"without labels, on {pictures.shape[0]} pictures of {frames.Count} training samples of the first experience, {options.Steps} steps; in the last ")
                + string.Create(CultureInfo.InvariantCulture, $"tenth of them it told {100 * right:0.#} % of the turns. They are not those of a published network."),
        });
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Weights() => _network.state_dict();

    /// <inheritdoc/>
    public void Restore(IReadOnlyDictionary<string, Tensor> weights)
    {
        if (ModuleTensors.Differences(weights, _network) is { Count: > 0 } differences) throw new InvalidDataException(differences[0].ToString());
        _network.load_state_dict(new Dictionary<string, Tensor>(weights, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    // The network stays when the part is gone, which is not disposed.
    public IReadOnlyDictionary<string, Tensor> Extract(Tensor frames, double frameRate) =>
        VectorPart.Vectors([new FramePart(_network, Preparation, null, ""), _motion], Clip.Of(frames));

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private static Backbone Made(RotationOptions options, long seed)
    {
        var network = ResNets.ResNet18(3, seed, ResNetStem.Large, options.Width);
        network.eval();
        return network;
    }
}
