using PluginHost.Backbones;

namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>Makes the parts that the options name, with their weights.</summary>
/// <param name="run">Where relative paths begin; <see langword="null"/> for the working folder.</param>
internal sealed class NetworkMakers(IRunContext? run)
{
    /// <summary>The shape of CLIP's encoder.</summary>
    public static ClipOptions Clip(NetworkSizes? sizes)
    {
        var published = new ClipOptions();
        return new(sizes?.ImageSize ?? published.ImageSize, sizes?.Patch ?? published.Patch, sizes?.Width ?? published.Width,
            sizes?.Depth ?? published.Depth, sizes?.Heads ?? published.Heads, sizes?.Output ?? published.Output);
    }

    /// <summary>The shape of VideoMAE's encoder.</summary>
    public static VideoOptions Video(NetworkSizes? sizes)
    {
        var published = new VideoOptions();
        return published with
        {
            ImageSize = sizes?.ImageSize ?? published.ImageSize,
            Patch = sizes?.Patch ?? published.Patch,
            Width = sizes?.Width ?? published.Width,
            Depth = sizes?.Depth ?? published.Depth,
            Heads = sizes?.Heads ?? published.Heads,
        };
    }

    /// <summary>Makes every part.</summary>
    /// <exception cref="JobException">Weights of any part do not load; every finding of all parts is in it.</exception>
    public IReadOnlyList<VectorPart> Make(NetworksOptions options)
    {
        List<VectorPart> parts = [];
        List<Finding> findings = [];
        Add(() => Objects(options.Objects!));
        if (options.Motion is { } motion) Add(() => Motion(motion));
        if (findings.Count == 0) return parts;
        foreach (var part in parts) part.Dispose();
        throw new JobException(findings);

        void Add(Func<VectorPart> make)
        {
            try
            {
                parts.Add(make());
            }
            catch (JobException exception)
            {
                findings.AddRange(exception.Findings);
            }
        }
    }

    private VectorPart Objects(ObjectsOptions options)
    {
        const string where = "objects.weights";
        var name = Words.Of(options.Network!.Value);
        switch (options.Network)
        {
            case ObjectNetwork.ClipVitB32:
                var clip = new ClipTransformer(Clip(options.Sizes), seed: 0);
                return Loaded(clip, Namings.Clip, PicturePreparation.Clip(clip.Options.ImageSize, options.Fit));
            case ObjectNetwork.ResNet18:
                var resnet = ResNets.ResNet18(3, seed: 0, ResNetStem.Large, options.Sizes?.Width ?? 64);
                return Loaded(resnet, Namings.ResNet, PicturePreparation.ImageNet(options.Sizes?.ImageSize ?? 224, options.Fit));
            case ObjectNetwork.PretrainedResNet18:
                return Pretrained(options, name, where);
            default:
                return new PixelPart(SampleKeys.Objects);
        }

        FramePart Loaded(
            nn.Module<Tensor, Tensor> network, Func<IReadOnlyCollection<string>, IReadOnlyList<Naming>> namings, PicturePreparation preparation)
        {
            var own = network.state_dict();
            var weights = Load(network, own, namings(own.Keys), name, options.Weights!, options.Sha256, where);
            return new(network, preparation, null, Origin(name, weights));
        }
    }

    private static FramePart Pretrained(string path, string? sha256, ObjectsOptions options, string name, string where)
    {
        Backbone network;
        try
        {
            network = PretrainedResNet.Load(path);
        }
        catch (JobException exception)
        {
            throw new JobException(
                [.. exception.Findings.Select(finding => finding with { Where = where, What = $"'{path}': {finding.What}" })]);
        }

        network.Freeze();
        var hash = new WeightSource(path, "FN0104", where).Hash(sha256);
        return new(network, PicturePreparation.Plain(options.Sizes?.ImageSize ?? 224, options.Fit), PretrainedResNet.Prepare,
            $"{name} with the weights of {path}, SHA-256 {hash}");
    }

    private FramePart Pretrained(ObjectsOptions options, string name, string where) => Pretrained(
        options.Weights is { Length: > 0 } given ? Resolved(given) : PretrainedResNet.CachedPath(), options.Sha256, options, name, where);

    private VectorPart Motion(MotionOptions options)
    {
        if (options.Network == MotionNetwork.Pixels) return new PixelPart(SampleKeys.Motion);
        var name = Words.Of(options.Network!.Value);
        var network = new VideoMotion(Video(options.Sizes), seed: 0);
        var own = network.Published();
        var namings = Namings.Video(own.Keys);
        var weights = Load(network, own, namings, name, options.Weights!, options.Sha256, "motion.weights");
        network.NormsPooled = weights.Naming == namings[1];
        var preparation = PicturePreparation.Video(network.Sizes.ImageSize, options.Fit);
        return new ClipPart(network, preparation, options.Pooling, Origin(name, weights));
    }

    private LoadedWeights Load(
        nn.Module network, Dictionary<string, Tensor> own, IReadOnlyList<Naming> namings, string name, string path, string? sha256,
        string where)
    {
        try
        {
            var weights = NetworkWeights.Load(own, namings, name, Resolved(path), sha256, where);
            network.eval();
            foreach (var parameter in network.parameters()) parameter.requires_grad = false;
            return weights;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private string Resolved(string path) => run?.ResolvePath(path) ?? path;

    private static string Origin(string name, LoadedWeights weights) =>
        $"{name} with the weights of {weights.Path}, named as in {weights.Naming.Title}, SHA-256 {weights.Sha256}";
}
