namespace PluginHost.Plugins.BssEval;

/// <summary>Matches estimates to references.</summary>
internal static class Assignments
{
    /// <summary>Finds the assignment with the highest mean SIR among all.</summary>
    /// <param name="projection">The references.</param>
    /// <param name="estimates">The estimates, float64 (J or more, L); only the first J are assigned.</param>
    /// <returns>The scores by reference, and each reference's estimate.</returns>
    public static (IReadOnlyList<SourceScores> Scores, IReadOnlyList<int> Assignment) Best(Projections projection, Tensor estimates)
    {
        var count = projection.Sources;
        var pairs = Enumerable.Range(0, count * count).Select(pair => (pair / count, pair % count)).ToArray();
        var scores = projection.Score(estimates, pairs);
        int[]? best = null;
        var highest = double.NegativeInfinity;
        foreach (var order in Orders([.. Enumerable.Range(0, count)], 0))
        {
            var mean = order.Select((estimate, reference) => scores[(reference * count) + estimate].Sir).Average();
            if (best is not null && !(mean > highest)) continue;
            (best, highest) = ([.. order], mean);
        }

        return ([.. best!.Select((estimate, reference) => scores[(reference * count) + estimate])], best!);
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
