using System.Text.Json.Serialization;

namespace PluginHost.Networks;

/// <summary>How a ResNet begins.</summary>
public enum ResNetStem
{
    /// <summary>A 3x3 convolution of stride 1: for pictures of 32 pixels or so.</summary>
    [JsonStringEnumMemberName("small")]
    Small,

    /// <summary>A 7x7 convolution of stride 2 and a 3x3 maximum of stride 2: for pictures of 224 pixels.</summary>
    [JsonStringEnumMemberName("large")]
    Large,
}

/// <summary>How a ResNet's shortcut follows a change of width.</summary>
public enum ResNetShortcut
{
    /// <summary>Every second pixel, and zeros for the new channels (option A): no parameters.</summary>
    Padding,

    /// <summary>A 1x1 convolution with batch norm (option B).</summary>
    Projection,
}

/// <summary>The shape of a ResNet of basic blocks.</summary>
/// <param name="Blocks">Blocks of each stage.</param>
/// <param name="Widths">Channels of each stage; the last is the number of features.</param>
/// <param name="Stem">How it begins.</param>
/// <param name="Shortcut">How shortcuts follow a change of width.</param>
/// <param name="Channels">Channels of the input.</param>
public sealed record ResNetOptions(
    IReadOnlyList<int> Blocks, IReadOnlyList<int> Widths, ResNetStem Stem, ResNetShortcut Shortcut, int Channels = 3);

/// <summary>
/// Residual networks (He et al., "Deep residual learning for image recognition", CVPR 2016) of basic blocks, without class layer. Stages
/// are
/// <c>stem</c>, <c>stage1</c> and so on, <c>pool</c>. After every batch norm is a scale-shift site (FSA-FiLM).
/// </summary>
public static class ResNets
{
    /// <summary>
    /// The networks for small pictures of section 4.2: three stages of 16, 32 and 64 channels, option A. Depth 32 with 3 channels has
    /// 463,504 parameters, depth 8 has 74,640, both without class layer.
    /// </summary>
    /// <param name="depth">6n + 2 layers: 8, 14, 20, 26, 32, ...</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <returns>A network with 64 features.</returns>
    public static Backbone Small(int depth, int channels, long seed)
    {
        if (depth < 8 || depth % 6 != 2)
            throw NetworkFault.Of(NetworkFault.Options, "depth", $"A ResNet of three stages cannot have {depth} layers.",
                "Give 6n + 2: 8, 14, 20, 26, 32, ...");
        var blocks = (depth - 2) / 6;
        return Create(new([blocks, blocks, blocks], [16, 32, 64], ResNetStem.Small, ResNetShortcut.Padding, channels), seed);
    }

    /// <summary>
    /// ResNet-18: four stages of two blocks, option B. With width 64 and 3 channels it has 11,176,512 parameters with the large stem and
    /// 11,168,832 with the small one, both without class layer. Width 20 is the slim one of online learning (Lopez-Paz and Ranzato, 2017).
    /// </summary>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <param name="stem">How it begins.</param>
    /// <param name="width">Channels of the first stage; each next stage has twice as many.</param>
    /// <returns>A network with 8 times <paramref name="width"/> features.</returns>
    public static Backbone ResNet18(int channels, long seed, ResNetStem stem = ResNetStem.Small, int width = 64) =>
        Create(new([2, 2, 2, 2], [width, 2 * width, 4 * width, 8 * width], stem, ResNetShortcut.Projection, channels), seed);

    /// <summary>A ResNet of any shape. Convolutions begin as He et al. (2015) say (normal, fan out), batch norms as the identity.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <returns>A network with as many features as the last stage has channels.</returns>
    public static Backbone Create(ResNetOptions options, long seed)
    {
        Check(options);
        var (blocks, widths) = (options.Blocks, options.Widths);
        List<StagePlan> plans = [new("stem", () => new ResNetStart(options.Stem, options.Channels, widths[0]))];
        for (var stage = 0; stage < blocks.Count; stage++)
        {
            var (inputs, outputs, count) = (widths[Math.Max(0, stage - 1)], widths[stage], blocks[stage]);
            var stride = stage == 0 ? 1 : 2;
            plans.Add(new($"stage{stage + 1}", () => nn.Sequential(Enumerable.Range(0, count).Select(nn.Module<Tensor, Tensor> (block) =>
                new BasicBlock(block == 0 ? inputs : outputs, outputs, block == 0 ? stride : 1, options.Shortcut)))));
        }

        plans.Add(new("pool", () => new MeanOverPixels()));
        return new Backbone(plans, widths[^1], [options.Channels, 0, 0], seed);
    }

    private static void Check(ResNetOptions options)
    {
        if (options.Blocks.Count == 0 || options.Blocks.Count != options.Widths.Count)
        {
            throw NetworkFault.Of(NetworkFault.Options, "blocks",
                $"{options.Blocks.Count} numbers of blocks and {options.Widths.Count} widths were given.",
                "Give one of each per stage.");
        }

        NetworkFault.CheckPositive(options.Channels, "channels", "resnet");
        foreach (var count in options.Blocks) NetworkFault.CheckPositive(count, "blocks", "resnet");
        foreach (var width in options.Widths) NetworkFault.CheckPositive(width, "widths", "resnet");
        for (var stage = 1; options.Shortcut == ResNetShortcut.Padding && stage < options.Widths.Count; stage++)
        {
            if (options.Widths[stage] < options.Widths[stage - 1])
                throw NetworkFault.Of(NetworkFault.Options, "widths", "A padded shortcut cannot follow a smaller width.",
                    "Take the projection.");
        }
    }
}
