using System.Text.Json.Serialization;

namespace PluginHost.Plugins.CoSeparation;

/// <summary>How weights begin.</summary>
public enum Initialisation
{
    /// <summary>
    /// As the original: N(0, 0.02) for the U-Net's convolutions and the linear maps, N(1, 0.02) for its norms, He's rule for the classifier.
    /// </summary>
    [JsonStringEnumMemberName("original")]
    Original,

    /// <summary>PyTorch's defaults everywhere.</summary>
    [JsonStringEnumMemberName("default")]
    Default,
}
