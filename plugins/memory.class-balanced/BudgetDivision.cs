namespace PluginHost.Plugins.ClassBalancedMemory;

/// <summary>Which classes share a total budget.</summary>
public enum BudgetDivision
{
    /// <summary>Those seen so far; shares shrink as classes arrive.</summary>
    Seen,

    /// <summary>All of the stream; shares are fixed and part of the budget stays unused until the end.</summary>
    All,
}
