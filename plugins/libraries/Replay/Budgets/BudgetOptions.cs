using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Replay;

/// <summary>
/// How much a memory may hold: so many exemplars per class, in total, or so many bytes. One of them; without any, one per class.
/// </summary>
public abstract class BudgetOptions : ICheckedOptions
{
    /// <summary>Exemplars per class.</summary>
    [Range(1, 1_000_000)]
    [Description("Exemplars per old class; a smaller class is kept whole. 1 if no budget is given")]
    public int? PerClass { get; set; }

    /// <summary>Exemplars in total.</summary>
    [Range(1, 100_000_000)]
    [Description("Exemplars in total, in place of perClass")]
    public int? Total { get; set; }

    /// <summary>Bytes in total.</summary>
    [Range(1.0, 1e15)]
    [Description("Bytes that all exemplars may take as loaded, in place of perClass")]
    public long? Bytes { get; set; }

    /// <summary>The number per class in force, or <see langword="null"/> if the budget is another.</summary>
    public int? ClassBudget => PerClass ?? (Total is null && Bytes is null ? 1 : null);

    /// <summary>The most exemplars that one class may ever need ranked.</summary>
    public int MostPerClass => ClassBudget ?? Total ?? int.MaxValue;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        string?[] named = [PerClass is null ? null : "perClass", Total is null ? null : "total", Bytes is null ? null : "bytes"];
        var given = named.OfType<string>().ToArray();
        if (given.Length <= 1) yield break;
        yield return new()
        {
            Code = "MEM0001",
            Where = given[1],
            What = $"The memory has several budgets: {string.Join(", ", given)}.",
            Expected = "one of perClass, total and bytes",
            Fix = $"Remove {string.Join(" and ", given[1..])}, or set {given[0]} to null.",
        };
    }
}
