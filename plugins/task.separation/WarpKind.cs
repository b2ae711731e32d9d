using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Separation;

/// <summary>How a spectrogram is brought onto the logarithmic frequency scale.</summary>
public enum WarpKind
{
    /// <summary><see cref="Area"/> below 256 rows, else <see cref="Grid"/>.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>The bilinear grid of the original, which samples single points of the spectrum (design section 1.4).</summary>
    [JsonStringEnumMemberName("grid")]
    Grid,

    /// <summary>Each row averages the stretch of the spectrum that it stands for, so that few rows lose nothing between them.</summary>
    [JsonStringEnumMemberName("area")]
    Area,
}
