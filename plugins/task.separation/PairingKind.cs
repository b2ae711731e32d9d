using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Separation;

/// <summary>Which partners a sample may get in an evaluation mixture.</summary>
public enum PairingKind
{
    /// <summary>Samples of other classes, as long as there are any.</summary>
    [JsonStringEnumMemberName("distinct-class")]
    DistinctClass,

    /// <summary>Any other sample.</summary>
    [JsonStringEnumMemberName("any")]
    Any,

    /// <summary>
    /// Those of the official code, drawn by Python's generator seeded with the sample's place in the pool: any sample, itself included; all
    /// pairs change when the pool grows (design section 1.6).
    /// </summary>
    [JsonStringEnumMemberName("official")]
    Official,
}
