using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Separation;

/// <summary>What the network is to predict for each cell of the mixture's spectrogram (design section 1.5).</summary>
public enum MaskKind
{
    /// <summary>The source's magnitude over the mixture's.</summary>
    [JsonStringEnumMemberName("ratio")]
    Ratio,

    /// <summary>1 where the source has more than half of the mixture's magnitude, else 0; predictions are cut at 0.5.</summary>
    [JsonStringEnumMemberName("binary")]
    Binary,
}
