using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Training;

/// <summary>A training budget: of the first experience, and of each later one.</summary>
public sealed class BudgetOptions
{
    /// <summary>For the first experience.</summary>
    [Range(1, 100_000_000)]
    [Description("For the first experience")]
    public int First { get; set; } = 250;

    /// <summary>For each later experience; the first one's if absent.</summary>
    [Range(1, 100_000_000)]
    [Description("For each later experience; the first one's if absent")]
    public int? Later { get; set; }

    internal int Of(int experience) => experience == 0 ? First : Later ?? First;

    internal int Sum(int experiences) => First + ((experiences - 1) * (Later ?? First));
}
