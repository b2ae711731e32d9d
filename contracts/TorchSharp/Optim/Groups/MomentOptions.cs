namespace TorchSharp.Modules;

/// <summary>What the optimizers of the Adam family share: numbers of a group; null means as in the optimizer's constructor.</summary>
public abstract class MomentOptions : OptimizerOptions
{
    /// <summary>Decay of the first moment.</summary>
    public double? beta1 { get; set; }

    /// <summary>Decay of the second moment.</summary>
    public double? beta2 { get; set; }

    /// <summary>Added to the denominator.</summary>
    public double? eps { get; set; }

    /// <summary>Weight decay.</summary>
    public double? weight_decay { get; set; }
}
