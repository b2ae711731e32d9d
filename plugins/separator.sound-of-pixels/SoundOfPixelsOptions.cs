using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.SoundOfPixels;

/// <summary>Sizes of the network. The defaults are those of the original (design appendix C).</summary>
public sealed class SoundOfPixelsOptions : SoundOptions
{
    [Range(1, 1024)]
    [Description("Channels of the sound features, and size of the object vector and of both embeddings")]
    public int Features { get; set; } = 32;

    [Description("How the U-Net's weights begin: default for PyTorch's defaults, original for N(0, 0.001)")]
    public Initialisation Initialisation { get; set; } = Initialisation.Default;

    /// <inheritdoc/>
    protected override string Code => "SP";
}
