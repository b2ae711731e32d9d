using System.ComponentModel;
using System.Text.Json.Serialization;

namespace PluginHost.Training;

/// <summary>What is done about a sample that cannot be used.</summary>
public enum FaultyPolicy
{
    /// <summary>The run ends; where all samples are read first, with a list of all that are faulty.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,

    /// <summary>The stream goes without it; results count what was skipped.</summary>
    [JsonStringEnumMemberName("skip")]
    Skip,
}

/// <summary>Whether all samples are read before training, and what is done about those that cannot be used.</summary>
public sealed class DataOptions
{
    /// <summary>Whether all samples are read before training.</summary>
    [Description("Whether every sample is read once before training, so that all faulty ones are known at the start")]
    public bool Check { get; set; }

    /// <summary>What is done about faulty samples.</summary>
    [Description("stop, or skip: the stream goes without faulty samples, and results count them. To skip, every sample is read first")]
    public FaultyPolicy Faulty { get; set; }

    /// <summary>Whether samples are read before training: one has to know them all to skip any.</summary>
    internal bool ReadsAll => Check || Faulty == FaultyPolicy.Skip;
}
