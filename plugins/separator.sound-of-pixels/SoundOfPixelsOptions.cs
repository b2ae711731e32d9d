using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.SoundOfPixels;

/// <summary>Sizes of the network. The defaults are those of the original (docs/separation.md, "Sound-of-Pixels").</summary>
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

/// <summary>How the U-Net's weights begin.</summary>
public enum Initialisation
{
    /// <summary>PyTorch's defaults, as in iQuery.</summary>
    [JsonStringEnumMemberName("default")]
    Default,

    /// <summary>N(0, 0.001) for convolutions, as in the original.</summary>
    [JsonStringEnumMemberName("original")]
    Original,
}
