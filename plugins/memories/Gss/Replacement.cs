namespace PluginHost.Plugins.Memories;

/// <summary>The chances of GSS-greedy: which places are challenged, and who wins.</summary>
internal static class Replacement
{
    /// <summary>Keeps the weight of the best score below 1, as the original does.</summary>
    private const double Ease = 0.01;

    /// <summary>
    /// Draws places one after the other without replacement, with probabilities proportional to the scores scaled to 0 .. 1 by minimum
    /// and maximum: a sample much like others is challenged first, the one least like them never. Equal scores are drawn alike.
    /// </summary>
    /// <param name="scores">The score of every place.</param>
    /// <param name="take">How many to draw; fewer where fewer have a chance.</param>
    /// <param name="random">The stream.</param>
    /// <returns>Distinct places in the order drawn.</returns>
    public static int[] Challenged(IReadOnlyList<double> scores, int take, RandomStream random)
    {
        var (least, most) = (scores.Min(), scores.Max());
        var weights = scores.Select(score => most > least ? (score - least) / (most - least + Ease) : 1).ToArray();
        var drawn = new List<int>();
        while (drawn.Count < take)
        {
            var total = weights.Sum();
            if (!(total > 0)) break;
            var mark = random.NextDouble() * total;
            var place = -1;
            for (var i = 0; i < weights.Length && mark >= 0; i++)
            {
                if (weights[i] <= 0) continue;
                place = i;
                mark -= weights[i];
            }

            drawn.Add(place);
            weights[place] = 0;
        }

        return [.. drawn];
    }

    /// <summary>Whether a sample takes a place: with probability v / (u + v), u = (new + 1) / 2 and v = (old + 1) / 2.</summary>
    /// <param name="arriving">The score of the sample that arrives.</param>
    /// <param name="held">The score of the one in the place.</param>
    /// <param name="random">The stream.</param>
    public static bool Wins(double arriving, double held, RandomStream random)
    {
        var (u, v) = ((arriving + 1) / 2, (held + 1) / 2);
        return random.NextDouble() * (u + v) < v;
    }
}
