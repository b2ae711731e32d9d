using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Encoders;

/// <summary>The network that makes features.</summary>
public enum BackboneKind
{
    /// <summary>A ResNet for small pictures (He et al., CVPR 2016).</summary>
    Resnet,

    /// <summary>A small vision transformer (Dosovitskiy et al., ICLR 2021).</summary>
    Vit,

    /// <summary>Fully connected layers with ReLU.</summary>
    Mlp,
}

/// <summary>Options of the encoder.</summary>
public sealed class EncoderOptions : ICheckedOptions
{
    /// <summary>The network: resnet, vit or mlp.</summary>
    public BackboneKind Backbone { get; set; } = BackboneKind.Resnet;

    /// <summary>Layers: of a resnet 18 or 6n + 2 such as 8 and 20; of a vit the number of blocks. 8 and 4 if absent.</summary>
    [Range(1, 1202)]
    public int? Depth { get; set; }

    /// <summary>Channels of the first stage of a resnet of depth 18, or of a token of a vit.</summary>
    [Range(1, 4096)]
    public int Width { get; set; } = 64;

    /// <summary>Width of each hidden layer of an mlp.</summary>
    [MinLength(1)]
    public int[] Widths { get; set; } = [256, 128];

    /// <summary>Side of a patch of a vit; divides the picture's.</summary>
    [Range(1, 256)]
    public int Patch { get; set; } = 4;

    /// <summary>Heads of each attention of a vit.</summary>
    [Range(1, 64)]
    public int Heads { get; set; } = 4;

    /// <summary>Width of the hidden layer of the projection head.</summary>
    [Range(1, 65_536)]
    public int ProjectionHidden { get; set; } = 128;

    /// <summary>Numbers of a projection.</summary>
    [Range(1, 65_536)]
    public int ProjectionSize { get; set; } = 64;

    /// <summary>Width of the hidden layer of the decoder.</summary>
    [Range(1, 65_536)]
    public int DecoderHidden { get; set; } = 256;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Widths.All(width => width > 0)) yield break;
        yield return new() { Code = "EN0001", Where = "widths", What = "a layer has no units", Expected = "numbers above 0" };
    }
}
