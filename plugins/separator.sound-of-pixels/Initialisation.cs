using System.Text.Json.Serialization;

namespace PluginHost.Plugins.SoundOfPixels;

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
