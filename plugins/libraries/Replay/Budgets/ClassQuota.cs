namespace PluginHost.Replay;

/// <summary>Shares a budget out among classes; each has its exemplars ranked best first and keeps a beginning of that list.</summary>
public static class ClassQuota
{
    /// <summary>Says how many exemplars each class keeps.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="classes">The bytes of each class's ranked exemplars, in the order of labels.</param>
    /// <param name="divisor">How many classes share a total: those of <paramref name="classes"/>, or more to leave room.</param>
    /// <returns>The number that each class keeps, at most as many as it has.</returns>
    /// <remarks>
    /// A total M over n classes gives floor(M / n) each and one of the remainder to each of the first. Bytes are dealt out in rounds, one
    /// exemplar per class and round; a class whose next one does not fit gets no more. With room left for later classes, each has at most
    /// its n-th of the bytes.
    /// </remarks>
    public static int[] Counts(BudgetOptions budget, IReadOnlyList<IReadOnlyList<long>> classes, int divisor) => budget.Bytes is { } bytes
        ? Deal(classes, bytes, divisor > classes.Count ? bytes / divisor : bytes)
        : [.. classes.Select((sizes, i) => Math.Min(sizes.Count, budget.ClassBudget ?? Share(budget.Total!.Value, divisor, i)))];

    /// <summary>The share of one class in a total.</summary>
    /// <param name="total">The total.</param>
    /// <param name="classes">How many classes share it.</param>
    /// <param name="index">The class, in the order of labels from 0.</param>
    /// <returns>floor(total / classes), and one more for the first total mod classes.</returns>
    public static int Share(int total, int classes, int index) => (total / classes) + (index < total % classes ? 1 : 0);

    private static int[] Deal(IReadOnlyList<IReadOnlyList<long>> classes, long bytes, long limit)
    {
        var counts = new int[classes.Count];
        var used = new long[classes.Count];
        var open = Enumerable.Range(0, classes.Count).ToList();
        while (open.Count > 0)
        {
            foreach (var i in open.ToArray())
            {
                var next = counts[i] < classes[i].Count ? classes[i][counts[i]] : long.MaxValue;
                if (next > bytes || next > limit - used[i])
                {
                    open.Remove(i);
                    continue;
                }

                bytes -= next;
                used[i] += next;
                counts[i]++;
            }
        }

        return counts;
    }
}
