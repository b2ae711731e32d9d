namespace PluginHost.Exemplars;

/// <summary>Shares a budget out among classes; each has its exemplars ranked best first and keeps a beginning of that list.</summary>
public static class ClassQuota
{
    /// <summary>Cuts each class's list to what the budget leaves it.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="classes">The ranked samples of each class, in order of arrival; cut in place.</param>
    /// <param name="divisor">How many classes share a total: those of <paramref name="classes"/>, or more to leave room for later ones.</param>
    /// <param name="size">The size of a sample in bytes.</param>
    /// <remarks>
    /// A total M over n classes gives floor(M / n) each and one of the remainder to each of the first. Bytes are dealt out in rounds, one
    /// exemplar per class and round; a class whose next one does not fit gets no more. With room left for later classes, each has at most
    /// its n-th of the bytes.
    /// </remarks>
    public static void Cut(BudgetOptions budget, IReadOnlyList<List<SampleInfo>> classes, int divisor, Func<SampleInfo, long> size)
    {
        var counts = budget.Bytes is { } bytes
            ? Deal(classes, bytes, divisor > classes.Count ? bytes / divisor : bytes, size)
            : [.. classes.Select((_, i) => budget.ClassBudget ?? Share(budget.Total!.Value, divisor, i))];
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] < classes[i].Count) classes[i].RemoveRange(counts[i], classes[i].Count - counts[i]);
        }
    }

    /// <summary>The share of one class in a total.</summary>
    /// <param name="total">The total.</param>
    /// <param name="classes">How many classes share it.</param>
    /// <param name="index">The class, in order of arrival from 0.</param>
    /// <returns>floor(total / classes), and one more for the first total mod classes.</returns>
    public static int Share(int total, int classes, int index) => (total / classes) + (index < total % classes ? 1 : 0);

    private static int[] Deal(IReadOnlyList<List<SampleInfo>> classes, long bytes, long limit, Func<SampleInfo, long> size)
    {
        var counts = new int[classes.Count];
        var used = new long[classes.Count];
        var open = Enumerable.Range(0, classes.Count).ToList();
        while (open.Count > 0)
        {
            foreach (var i in open.ToArray())
            {
                var next = counts[i] < classes[i].Count ? size(classes[i][counts[i]]) : long.MaxValue;
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
