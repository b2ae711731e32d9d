namespace PluginHost.Networks;

/// <summary>
/// The order of exemplars of iCaRL (Rebuffi et al., CVPR 2017, algorithm 4): the k-th exemplar is the sample that brings the mean of the
/// first k nearest to the class's mean, all features at length 1. Any beginning of the order is the best such choice of its length.
/// </summary>
public static class Herding
{
    /// <summary>Orders the samples of one class. Of equally good samples the first is taken.</summary>
    /// <param name="features">Features of the class's samples, (N, D).</param>
    /// <param name="count">How many are wanted; all if there are fewer.</param>
    /// <returns>Places of samples, each at most once.</returns>
    public static int[] Order(Tensor features, int count)
    {
        NetworkFault.CheckRows(features, features.size(-1), "herding");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var rows = nn.functional.normalize(features.to(ScalarType.Float64).cpu(), 2, 1);
        var mean = rows.mean([0]);
        var (sum, taken) = (zeros_like(mean), zeros(rows.size(0), dtype: ScalarType.Float64));
        var order = new int[Math.Min(count, rows.size(0))];
        for (var k = 0; k < order.Length; k++)
        {
            using var step = NewDisposeScope();
            var distances = (mean - ((sum + rows) / (k + 1))).norm(1) + taken;
            order[k] = (int)distances.argmin().ToInt64();
            sum.add_(rows[order[k]]);
            taken[order[k]] = double.PositiveInfinity;
        }

        return order;
    }
}
