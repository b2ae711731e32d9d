namespace PluginHost.Plugins.Memories;

/// <summary>Where the greedy choice of centres begins.</summary>
public enum CenterStart
{
    /// <summary>With the sample closest to the mean of its class.</summary>
    Closest,

    /// <summary>With a random sample.</summary>
    Random,
}

/// <summary>Options of greedy k-center.</summary>
public sealed class KCenterMemoryOptions : FeatureOptions
{
    /// <summary>The first centre of a class: closest (to its mean) or random.</summary>
    public CenterStart Start { get; set; } = CenterStart.Closest;
}

/// <summary>
/// Greedy k-center (Gonzalez, 1985; Sener and Savarese, 2018, Algorithm 1): adds the sample whose nearest chosen centre is
/// farthest away, again and again.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="model">The job's model.</param>
[Component("k-center")]
public sealed class KCenterMemory(KCenterMemoryOptions options, IModel? model = null) : FeatureMemory(options, model)
{
    /// <summary>Picks centres; the first one of equals.</summary>
    /// <param name="features">The feature vectors of a class.</param>
    /// <param name="first">The first centre.</param>
    /// <param name="most">How many to pick, at least 1 and at most as many as there are.</param>
    /// <returns>Distinct indices in the order picked.</returns>
    public static int[] Order(IReadOnlyList<double[]> features, int first, int most)
    {
        var free = Enumerable.Range(0, features.Count).ToList();
        var nearest = Enumerable.Repeat(double.PositiveInfinity, features.Count).ToArray();
        var chosen = new int[most];
        for (var i = 0; i < most; i++)
        {
            var next = i == 0 ? first : free.MaxBy(index => nearest[index]);
            chosen[i] = next;
            free.Remove(next);
            foreach (var index in free) nearest[index] = Math.Min(nearest[index], Vectors.SquaredDistance(features[index], features[next]));
        }

        return chosen;
    }

    /// <summary>The sample closest to the mean.</summary>
    /// <param name="features">The feature vectors of a class.</param>
    /// <returns>Its index; the first one of equals.</returns>
    public static int Closest(IReadOnlyList<double[]> features)
    {
        var mean = Vectors.Mean(features);
        return Enumerable.Range(0, features.Count).MinBy(index => Vectors.SquaredDistance(features[index], mean));
    }

    /// <inheritdoc/>
    protected override int[] Rank(IReadOnlyList<double[]> features, int most, RandomSource random, int label)
    {
        var first = options.Start == CenterStart.Random ? random.Stream("memory.k-center", label).Next(features.Count) : Closest(features);
        return Order(features, first, most);
    }
}
