namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>The rules of the options that concern several of them.</summary>
internal static class NetworksCheck
{
    /// <summary>Looks at the options.</summary>
    /// <returns>A finding for each broken rule.</returns>
    public static IEnumerable<Finding> Of(NetworksOptions options) =>
    [
        .. options.Objects is { Network: { } network } objects ? Objects(objects, network) : [],
        .. options.Motion is { Network: { } clips } motion ? Motion(motion, clips) : [],
    ];

    private static IEnumerable<Finding> Objects(ObjectsOptions options, ObjectNetwork network)
    {
        var (name, wanted) = (Words.Of(network), network is ObjectNetwork.ClipVitB32 or ObjectNetwork.ResNet18);
        return
        [
            .. Weights("objects", name, options.Weights, wanted, "'pretrained-resnet18' or 'pixels', which bring or need none"),
            .. network == ObjectNetwork.Pixels ? Unused("objects", name, options.Weights, options.Sha256) : [],
            .. Sizes("objects", name, options.Sizes, network switch
            {
                ObjectNetwork.ClipVitB32 => ["imageSize", "patch", "width", "depth", "heads", "output"],
                ObjectNetwork.ResNet18 => ["imageSize", "width"],
                ObjectNetwork.PretrainedResNet18 => ["imageSize"],
                _ => [],
            }),
            .. network == ObjectNetwork.ClipVitB32 ? Divides("objects", NetworkMakers.Clip(options.Sizes)) : [],
        ];
    }

    private static IEnumerable<Finding> Motion(MotionOptions options, MotionNetwork network)
    {
        var (name, wanted) = (Words.Of(network), network == MotionNetwork.VideoMaeBase);
        return
        [
            .. Weights("motion", name, options.Weights, wanted, "'pixels', which needs none"),
            .. wanted ? [] : Unused("motion", name, options.Weights, options.Sha256),
            .. Sizes("motion", name, options.Sizes, wanted ? ["imageSize", "patch", "width", "depth", "heads"] : []),
            .. wanted ? Divides("motion", NetworkMakers.Video(options.Sizes)) : [],
        ];
    }

    private static IEnumerable<Finding> Weights(string part, string network, string? weights, bool wanted, string other)
    {
        if (!wanted || weights is { Length: > 0 }) yield break;
        yield return new()
        {
            Code = "FN0101",
            Where = $"{part}.weights",
            What = $"The network '{network}' has no weights: it does not bring any, and the option names no file.",
            Expected = "a .safetensors or .pth file of its published weights",
            Fix = $"Name the file, or set features.options.{part}.network to {other}; or take features 'rotnet', which the run trains from scratch.",
        };
    }

    private static IEnumerable<Finding> Unused(string part, string network, string? weights, string? sha256)
    {
        foreach (var (option, given) in new[] { ("weights", weights is not null), ("sha256", sha256 is not null) })
        {
            if (given) yield return NotFor($"{part}.{option}", network);
        }
    }

    private static IEnumerable<Finding> Sizes(string part, string network, NetworkSizes? sizes, string[] known)
    {
        if (sizes is null) yield break;
        (string Name, int? Value)[] all =
        [
            ("imageSize", sizes.ImageSize), ("patch", sizes.Patch), ("width", sizes.Width), ("depth", sizes.Depth), ("heads", sizes.Heads),
            ("output", sizes.Output),
        ];
        foreach (var (name, _) in all.Where(size => size.Value is not null && !known.Contains(size.Name, StringComparer.Ordinal)))
            yield return NotFor($"{part}.sizes.{name}", network);
    }

    private static IEnumerable<Finding> Divides(string part, ClipOptions sizes) =>
        Divides(part, sizes.ImageSize, sizes.Patch, sizes.Width, sizes.Heads, even: false);

    private static IEnumerable<Finding> Divides(string part, VideoOptions sizes) =>
        Divides(part, sizes.ImageSize, sizes.Patch, sizes.Width, sizes.Heads, even: true);

    private static IEnumerable<Finding> Divides(string part, int imageSize, int patch, int width, int heads, bool even)
    {
        if (imageSize % patch != 0)
            yield return Bad("imageSize", $"{imageSize} pixels do not divide into patches of {patch}", $"a multiple of {patch}");
        if (width % heads != 0)
            yield return Bad("width", $"{width} channels do not divide among {heads} heads", $"a multiple of {heads}");
        if (even && width % 2 != 0) yield return Bad("width", $"{width} channels are odd, and positions take two each", "an even number");

        Finding Bad(string name, string what, string expected) => new()
        {
            Code = "FN0102",
            Where = $"{part}.sizes.{name}",
            What = $"{what}.",
            Expected = expected,
        };
    }

    private static Finding NotFor(string where, string network) => new()
    {
        Code = "FN0103",
        Where = where,
        What = $"The network '{network}' has no use for the option.",
        Fix = "Leave it out, or choose another network.",
    };
}
