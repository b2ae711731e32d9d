using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ContavSep;

/// <summary>The mode in which the teacher runs.</summary>
public enum TeacherMode
{
    /// <summary>Running statistics in its batch normalization: a frozen teacher.</summary>
    [JsonStringEnumMemberName("eval")]
    Eval,

    /// <summary>Batch statistics, its running ones drifting on: what the released code does, by accident.</summary>
    [JsonStringEnumMemberName("train")]
    Train,
}
