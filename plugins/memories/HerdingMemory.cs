namespace PluginHost.Plugins.Memories;

/// <summary>Options of herding.</summary>
public sealed class HerdingMemoryOptions : FeatureOptions;

/// <summary>
/// Herding (Rebuffi et al., iCaRL, 2017, Algorithm 4): picks samples one after the other, each so that the mean of those picked comes as
/// close as possible to the mean of the class. The order is the priority: a smaller budget keeps a beginning (Algorithm 5). iCaRL's
/// features are the model's before the classifier, at length 1: <c>features: model</c> with <c>normalise</c>.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="model">The job's model.</param>
[Component("herding")]
public sealed class HerdingMemory(HerdingMemoryOptions options, IModel? model = null) : FeatureMemory(options, model)
{
    /// <summary>
    /// Picks the sample that minimises ||mu - (sum of chosen + phi) / (i + 1)||, again and again, none twice; the first one of equals.
    /// </summary>
    /// <param name="features">The feature vectors phi of a class; mu is their mean.</param>
    /// <param name="most">How many to pick, at most as many as there are.</param>
    /// <returns>Indices in the order picked.</returns>
    public static int[] Order(IReadOnlyList<double[]> features, int most)
    {
        var mean = Vectors.Mean(features);
        var sum = new double[mean.Length];
        var free = Enumerable.Range(0, features.Count).ToList();
        var chosen = new int[most];
        for (var i = 0; i < most; i++)
        {
            // (i + 1) times the distance has the same minimum and needs no division.
            var target = Vectors.Sum(Vectors.Scaled(mean, i + 1), Vectors.Scaled(sum, -1));
            chosen[i] = free.MinBy(index => Vectors.SquaredDistance(target, features[index]));
            free.Remove(chosen[i]);
            sum = Vectors.Sum(sum, features[chosen[i]]);
        }

        return chosen;
    }

    /// <inheritdoc/>
    protected override int[] Rank(IReadOnlyList<double[]> features, int most, RandomSource random, int label) => Order(features, most);
}
