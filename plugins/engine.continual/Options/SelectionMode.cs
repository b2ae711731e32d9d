using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Continual;

/// <summary>Which weights of a phase go on.</summary>
public enum SelectionMode
{
    /// <summary>The last ones.</summary>
    [JsonStringEnumMemberName("last")]
    Last,

    /// <summary>Those with the strictly best validation score over all classes seen.</summary>
    [JsonStringEnumMemberName("best")]
    Best,
}
