using System.ComponentModel;

namespace PluginHost.Plugins.ClassBalancedMemory;

/// <summary>Options of the class-balanced memory.</summary>
public sealed class ClassBalancedMemoryOptions : BudgetOptions
{
    /// <summary>Which classes share a budget.</summary>
    [Description("Which classes share total or bytes: seen (those so far; shares shrink) or all (of the stream; shares are fixed)")]
    public BudgetDivision Divide { get; set; } = BudgetDivision.Seen;
}
