using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Classifiers;

/// <summary>Options of the ResNet classifier.</summary>
public sealed class ResNetClassifierOptions : HeadOptions
{
    /// <summary>Layers: 18 (four stages), or 6n + 2 such as 8, 20, 32 (three stages of 16, 32 and 64 channels, for small pictures).</summary>
    [Range(8, 1202)]
    public int Depth { get; set; } = 32;

    /// <summary>Channels of the first stage of depth 18; 20 is the slim one of online learning.</summary>
    [Range(1, 1024)]
    public int Width { get; set; } = 64;

    /// <summary>How depth 18 begins: small (3x3, stride 1) or large (7x7, stride 2, and a maximum: for 224 pixels, as torchvision's weights).</summary>
    public ResNetStem Stem { get; set; }
}

/// <summary>A ResNet for small pictures (He et al., CVPR 2016) with a head that grows.</summary>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes messages.</param>
[Component("resnet")]
public sealed class ResNetClassifier(ResNetClassifierOptions options, IRunContext? run = null, IRunEvents? events = null)
    : NetworkClassifier(options, run, events)
{
    /// <inheritdoc/>
    protected override Backbone CreateBackbone(long[] input, long seed)
    {
        InputShape.RequirePicture(input);
        return options.Depth == 18
            ? ResNets.ResNet18((int)input[0], seed, options.Stem, options.Width)
            : ResNets.Small(options.Depth, (int)input[0], seed);
    }

    /// <inheritdoc/>
    protected override NetworkClassifier Blank() => new ResNetClassifier(options);
}
