using System.ComponentModel;

namespace PluginHost.Plugins.Continual;

/// <summary>What is tested after an increment, besides the classes seen.</summary>
public sealed class EvaluationOptions
{
    /// <summary>Whether later increments are tested too.</summary>
    [Description("Whether increments that are to come are tested too, on a copy of the model with fresh rows, for forward transfer")]
    public bool Future { get; set; }
}
