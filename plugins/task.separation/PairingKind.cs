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
}
