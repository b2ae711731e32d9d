using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Ewc;

/// <summary>What becomes of the importance of earlier experiences.</summary>
public enum EwcMode
{
    /// <summary>Each experience keeps its own importance and its own values to hold.</summary>
    [JsonStringEnumMemberName("separate")]
    Separate,

    /// <summary>One importance that is added to, around the latest values.</summary>
    [JsonStringEnumMemberName("online")]
    Online,
}
