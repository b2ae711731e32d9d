using System.ComponentModel;

namespace PluginHost.Plugins.Continual;

/// <summary>What is tested after an experience, besides the classes seen.</summary>
public sealed class EvaluationOptions
{
    /// <summary>Whether later experiences are tested too.</summary>
    [Description("Whether experiences that are to come are tested too, on a copy of the model with fresh rows, for forward transfer")]
    public bool Future { get; set; }
}
