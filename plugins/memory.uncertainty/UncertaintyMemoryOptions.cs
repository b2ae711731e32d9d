using System.ComponentModel;

namespace PluginHost.Plugins.UncertaintyMemory;

/// <summary>Options of the memory.</summary>
public sealed class UncertaintyMemoryOptions : BudgetOptions
{
    /// <summary>Which samples are kept first.</summary>
    [Description("Which samples of a class are kept first: largest or smallest loss")]
    public UncertaintyOrder Order { get; set; } = UncertaintyOrder.Largest;
}
