namespace PluginHost.Plugins.BssEval;

/// <summary>Matches estimates to references.</summary>
internal static class Assignments
{
    /// <summary>Finds the assignment with the highest mean SIR among all.</summary>
    /// <param name="sirs">The SIR of each estimate for each reference: by reference J + estimate, J J of them.</param>
    /// <returns>Each reference's estimate.</returns>
    public static IReadOnlyList<int> Best(IReadOnlyList<double> sirs)
    {
        var count = (int)Math.Sqrt(sirs.Count);
        int[]? best = null;
        var highest = double.NegativeInfinity;
        foreach (var order in Orders([.. Enumerable.Range(0, count)], 0))
        {
            var mean = order.Select((estimate, reference) => sirs[(reference * count) + estimate]).Average();
            if (best is not null && !(mean > highest)) continue;
            (best, highest) = ([.. order], mean);
        }

        return best!;
    }

    private static IEnumerable<int[]> Orders(int[] items, int from)
    {
        if (from == items.Length) yield return items;
        for (var i = from; i < items.Length; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (var order in Orders(items, from + 1)) yield return order;
            (items[from], items[i]) = (items[i], items[from]);
        }
    }
}
