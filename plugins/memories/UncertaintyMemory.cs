namespace PluginHost.Plugins.Memories;

/// <summary>Which samples are kept first.</summary>
public enum UncertaintyOrder
{
    /// <summary>Those with the largest loss.</summary>
    Largest,

    /// <summary>Those with the smallest loss.</summary>
    Smallest,
}

/// <summary>Options of the memory of uncertain samples.</summary>
public sealed class UncertaintyMemoryOptions : BudgetOptions
{
    /// <summary>Which samples of a class are kept first: largest or smallest loss.</summary>
    public UncertaintyOrder Order { get; set; } = UncertaintyOrder.Largest;
}

/// <summary>
/// Keeps the samples of a class on which the model that has just learned it has the largest (or smallest) base loss. The loss of a
/// sample is the mean over all rows that it is the source of when all candidates are evaluated: no chance is in it.
/// </summary>
/// <param name="options">The options.</param>
[Component("uncertainty")]
public sealed class UncertaintyMemory(UncertaintyMemoryOptions options) : RankedMemory(options)
{
    /// <inheritdoc/>
    protected override Func<SampleInfo[], int, int[]> Ranking(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        var means = new RowMeans(candidates);
        context.Pass(candidates, ForwardRequest.Predictions, (batch, output) =>
        {
            var losses = context.Task.RowLoss(output, batch).detach().to_type(ScalarType.Float64).cpu().data<double>().ToArray();
            means.Add(batch, output, row => [[losses[row]]]);
        });
        var loss = means.ToDictionary();
        var sign = options.Order == UncertaintyOrder.Largest ? -1 : 1;
        return (samples, most) =>
            [.. Enumerable.Range(0, samples.Length).OrderBy(index => sign * loss[samples[index].Id][0][0]).Take(most)];
    }
}
