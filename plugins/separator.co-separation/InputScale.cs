using System.Text.Json.Serialization;

namespace PluginHost.Plugins.CoSeparation;

/// <summary>What the U-Net hears of the mixture's magnitude x.</summary>
public enum InputScale
{
    /// <summary>ln(1 + x), as the task gives it and iQuery hears it.</summary>
    [JsonStringEnumMemberName("log-1p")]
    LogOnePlus,

    /// <summary>ln(x + 1e-10), as in the original.</summary>
    [JsonStringEnumMemberName("log")]
    Log,
}
