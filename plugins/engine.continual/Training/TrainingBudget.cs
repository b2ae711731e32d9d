namespace PluginHost.Plugins.Continual;

/// <summary>How many optimizer steps an increment gets.</summary>
internal static class TrainingBudget
{
    private static readonly BudgetOptions Default = new() { First = 250, Later = 200 };

    /// <summary>
    /// Counts the steps. With steps as the budget, an increment that stands for several gets the sum of theirs; with epochs it gets the
    /// first
    /// increment's epochs, since its list is as long as theirs together.
    /// </summary>
    public static int Steps(ContinualOptions options, StreamIncrement increment, int number, int entries)
    {
        if (options.Epochs is { } epochs) return Math.Max(1, entries / options.BatchSize) * epochs.Of(number);
        var steps = options.Steps ?? Default;
        return number == 0 ? steps.Sum(increment.Merged) : steps.Of(number) * increment.Merged;
    }
}
