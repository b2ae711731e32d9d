using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Continual;

/// <summary>A training budget: of the first increment, and of each later one.</summary>
public sealed class BudgetOptions
{
    /// <summary>Of the first increment.</summary>
    [Range(1, 100_000_000)]
    [Description("For the first increment")]
    public int First { get; set; } = 250;

    /// <summary>Of each later increment.</summary>
    [Range(1, 100_000_000)]
    [Description("For each later increment; the first one's if absent")]
    public int? Later { get; set; }

    internal int Of(int increment) => increment == 0 ? First : Later ?? First;

    internal int Sum(int increments) => First + ((increments - 1) * (Later ?? First));
}
