using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Learning;

/// <summary>An optimizer.</summary>
public enum OptimizerType
{
    /// <summary>Adam; weight decay is added to the gradient.</summary>
    [JsonStringEnumMemberName("adam")]
    Adam,

    /// <summary>AdamW; weight decay is decoupled.</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,

    /// <summary>Stochastic gradient descent with momentum.</summary>
    [JsonStringEnumMemberName("sgd")]
    Sgd,
}

/// <summary>The optimizer of one parameter group.</summary>
public sealed class OptimizerSettings
{
    /// <summary>Which optimizer.</summary>
    [Description("adam, adamw or sgd")]
    public OptimizerType Type { get; set; } = OptimizerType.Adam;

    /// <summary>The learning rate.</summary>
    [Range(0.0, 1000.0)]
    [Description("Learning rate")]
    public double Rate { get; set; } = 1e-3;

    /// <summary>The weight decay.</summary>
    [Range(0.0, 10.0)]
    [Description("Weight decay")]
    public double WeightDecay { get; set; }

    /// <summary>Decay rates of the two moments of Adam.</summary>
    [Length(2, 2)]
    [Description("Decay rates of Adam's two moments, each from 0 to below 1")]
    public double[] Betas { get; set; } = [0.9, 0.999];

    /// <summary>Adam's epsilon.</summary>
    [Range(1e-20, 1.0)]
    [Description("Adam's epsilon")]
    public double Eps { get; set; } = 1e-8;

    /// <summary>Momentum of SGD.</summary>
    [Range(0.0, 1.0)]
    [Description("Momentum of sgd")]
    public double Momentum { get; set; }

    /// <summary>A schedule of the group's own; the job's otherwise.</summary>
    [Description("A schedule of this group's own; the engine's schedule if absent")]
    public ScheduleSettings? Schedule { get; set; }
}
