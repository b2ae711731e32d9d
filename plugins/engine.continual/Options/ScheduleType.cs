using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Continual;

/// <summary>How the learning rate changes within a phase.</summary>
public enum ScheduleType
{
    /// <summary>It stays, after the warm-up.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>Times gamma from each milestone epoch on.</summary>
    [JsonStringEnumMemberName("multistep")]
    Multistep,

    /// <summary>Times gamma after every <c>stepEpochs</c> epochs.</summary>
    [JsonStringEnumMemberName("step")]
    Step,

    /// <summary>Half a cosine down to zero.</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,

    /// <summary>Linear warm-up, then constant, then a linear decay over the last part.</summary>
    [JsonStringEnumMemberName("warmup-linear")]
    WarmupLinear,
}
