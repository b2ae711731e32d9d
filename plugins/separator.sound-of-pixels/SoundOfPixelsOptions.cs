using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.SoundOfPixels;

/// <summary>Sizes of the network. The defaults are those of the original (design appendix C).</summary>
public sealed class SoundOfPixelsOptions : ICheckedOptions
{
    [Range(3, 12)]
    [Description("Stages of the U-Net on the way down; each halves height and width")]
    public int Downs { get; set; } = 7;

    [Range(1, 1024)]
    [Description("Channels of the first stage; they double up to eightfold. Not used when channels are listed")]
    public int BaseChannels { get; set; } = 64;

    [Description("Channels of every stage on the way down, as many as downs; empty to derive them from baseChannels")]
    public IReadOnlyList<int> Channels { get; set; } = [];

    [Range(1, 1024)]
    [Description("Channels of the sound features, and size of the object vector and of both embeddings")]
    public int Features { get; set; } = 32;

    [Description("How the U-Net's weights begin: default for PyTorch's defaults, original for N(0, 0.001)")]
    public Initialisation Initialisation { get; set; } = Initialisation.Default;

    /// <summary>The U-Net's channels in force, from the first stage to the last.</summary>
    internal IReadOnlyList<int> SoundChannels => StageChannels.Of(Channels, BaseChannels, Downs);

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => StageChannels.Check(Channels, Downs, "SP0001");
}
