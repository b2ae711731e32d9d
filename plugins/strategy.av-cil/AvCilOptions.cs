using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.AvCil;

/// <summary>Options of AV-CIL.</summary>
public sealed class AvCilOptions
{
    /// <summary>Weight of distillation.</summary>
    [Range(0.0, 1000.0)]
    [Description("Weight of distillation of old rows; 0 switches it off")]
    public double DistillationWeight { get; set; } = 0.3;

    /// <summary>Weight of the instance-level contrast.</summary>
    [Range(0.0, 1000.0)]
    [Description("Weight lambda_I of the instance-level contrast; 0 switches it off")]
    public double InstanceWeight { get; set; } = 0.1;

    /// <summary>Weight of the class-level contrast.</summary>
    [Range(0.0, 1000.0)]
    [Description("Weight lambda_C of the class-level contrast; 0 switches it off")]
    public double ClassWeight { get; set; } = 1.0;

    /// <summary>The temperature of both.</summary>
    [Range(1e-4, 1000.0)]
    [Description("Temperature of both contrasts")]
    public double Temperature { get; set; } = 0.05;

    /// <summary>Whether the class-level contrast is divided by the number of positives.</summary>
    [Description("Whether the class-level contrast of a row is divided by its positives instead of by the number of rows")]
    public bool DivideByPositives { get; set; }

    /// <summary>Whether exemplars join the training list.</summary>
    [Description("Whether exemplars of old classes join the training list; without them no row is old, so nothing is distilled")]
    public bool UseMemory { get; set; } = true;
}
