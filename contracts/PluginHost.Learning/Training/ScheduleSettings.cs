using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Learning;

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

/// <summary>How learning rates change within a phase.</summary>
public sealed class ScheduleSettings
{
    /// <summary>The shape.</summary>
    [Description("constant, multistep, step, cosine or warmup-linear")]
    public ScheduleType Type { get; set; } = ScheduleType.Constant;

    /// <summary>Steps over which the rate rises from near zero, with every shape.</summary>
    [Range(0, 1_000_000)]
    [Description("Steps over which the rate rises linearly, with every shape")]
    public int WarmupSteps { get; set; }

    /// <summary>The last part of the phase over which warmup-linear decays to zero.</summary>
    [Range(0.0, 1.0)]
    [Description("Part of the phase, at its end, over which warmup-linear decays to zero")]
    public double DecayFraction { get; set; } = 0.3;

    /// <summary>Epochs, from 0, from which on multistep multiplies by gamma once more.</summary>
    [Description("Epochs, counted from 0, from which on multistep multiplies by gamma once more")]
    public int[] Milestones { get; set; } = [];

    /// <summary>The number of epochs between two drops of step.</summary>
    [Range(1, 1_000_000)]
    [Description("Epochs between two drops of step")]
    public int StepEpochs { get; set; } = 1;

    /// <summary>The factor of multistep and step.</summary>
    [Range(0.0, 1.0)]
    [Description("Factor of multistep and step")]
    public double Gamma { get; set; } = 0.1;
}
