namespace PluginHost.Plugins.Memories;

/// <summary>Options of the memory of samples close to the mean.</summary>
public sealed class ClosestToMeanMemoryOptions : FeatureOptions;

/// <summary>Keeps the samples whose features are closest to the mean of their class.</summary>
/// <param name="options">The options.</param>
/// <param name="model">The job's model.</param>
[Component("closest-to-mean")]
public sealed class ClosestToMeanMemory(ClosestToMeanMemoryOptions options, IModel? model = null) : FeatureMemory(options, model)
{
    /// <summary>Sorts by ||phi - mu||^2, ascending; equals stay in order.</summary>
    /// <param name="features">The feature vectors phi of a class; mu is their mean.</param>
    /// <param name="most">How many to give.</param>
    /// <returns>Indices, the closest first.</returns>
    public static int[] Order(IReadOnlyList<double[]> features, int most)
    {
        var mean = Vectors.Mean(features);
        return [.. Enumerable.Range(0, features.Count).OrderBy(index => Vectors.SquaredDistance(features[index], mean)).Take(most)];
    }

    /// <inheritdoc/>
    protected override int[] Rank(IReadOnlyList<double[]> features, int most, RandomSource random, int label) => Order(features, most);
}
