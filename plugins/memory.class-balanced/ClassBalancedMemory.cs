namespace PluginHost.Plugins.ClassBalancedMemory;

/// <summary>
/// Divides a total budget among the classes seen (floor; the remainder one each to the first) and keeps a reservoir of each class, which
/// shrinks when classes arrive (design section 6.2).
/// </summary>
/// <remarks>
/// A class arrives whole, so its reservoir is a beginning of its samples in uniformly random order: any beginning is a uniform
/// sample, and so is what is left when the end is cut off.
/// </remarks>
/// <param name="options">The options.</param>
public sealed class ClassBalancedMemory(ClassBalancedMemoryOptions options) : RankedMemory(options)
{
    /// <inheritdoc/>
    protected override Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates) =>
        (samples, most) => context.Random.Stream("memory.class-balanced", samples[0].Label).Choose(samples.Length, most);

    /// <inheritdoc/>
    protected override int Divisor(ILearningContext context, int seen) =>
        options.Divide == BudgetDivision.All ? Math.Max(seen, context.Stream.ClassNames.Count) : seen;
}
