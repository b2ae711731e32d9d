namespace PluginHost.Plugins.Memories;

/// <summary>Which classes share a total budget.</summary>
public enum BudgetDivision
{
    /// <summary>Those seen so far; shares shrink as classes arrive.</summary>
    Seen,

    /// <summary>All of the stream; shares are fixed and part of the budget stays unused until the end.</summary>
    All,
}

/// <summary>Options of the class-balanced memory.</summary>
public sealed class ClassBalancedMemoryOptions : BudgetOptions
{
    /// <summary>Which classes share total or bytes: seen (those so far; shares shrink) or all (of the stream; shares are fixed).</summary>
    public BudgetDivision Divide { get; set; } = BudgetDivision.Seen;
}

/// <summary>
/// Divides a total budget among the classes seen (floor; the remainder one each to the first) and keeps a uniform sample of each class,
/// which shrinks when classes arrive.
/// </summary>
/// <remarks>
/// A class that arrives whole is put into a uniformly random order: any beginning of it is a uniform sample, and so is what is left when
/// the end is cut off. Online each sample has a random number that depends on seed and name alone, and the smallest are kept: a uniform
/// sample of all distinct samples that passed by, however often each did.
/// </remarks>
/// <param name="options">The options.</param>
[Component("class-balanced")]
public sealed class ClassBalancedMemory(ClassBalancedMemoryOptions options) : OnlineRankedMemory(options)
{
    /// <inheritdoc/>
    protected override Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates) =>
        (samples, most) => context.Random.Stream("memory.class-balanced", samples[0].Label).Choose(samples.Length, most);

    /// <inheritdoc/>
    protected override double Priority(ILearningContext context, SampleInfo sample) =>
        context.Random.Stream($"memory.class-balanced/{sample.Id}").NextDouble();

    /// <inheritdoc/>
    protected override int Divisor(ILearningContext context, int seen) =>
        options.Divide == BudgetDivision.All ? Math.Max(seen, context.Samples.Dataset.Classes.Count) : seen;
}
