namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>Optimal transport between few points with entropy (Cuturi, NeurIPS 2013), in double precision.</summary>
public static class OptimalTransport
{
    private const int MostRounds = 100_000;
    private const double Enough = 1e-12;

    /// <summary>
    /// The plan T of least sum of T C - regularisation · entropy of T among those with equal masses 1/rows and 1/columns, by Sinkhorn's
    /// scaling of logarithms.
    /// </summary>
    /// <param name="cost">C, (rows, columns), finite.</param>
    /// <param name="regularisation">Above 0; the nearer to 0, the nearer to the plan without entropy, and the slower.</param>
    /// <returns>The plan, rows of masses that sum to 1 in all.</returns>
    /// <exception cref="ArgumentException">There is nothing to move, a cost is not finite, or the regularisation is not above 0.</exception>
    /// <exception cref="RunFailedException">The masses still differ after 100,000 rounds.</exception>
    public static double[,] Sinkhorn(double[,] cost, double regularisation)
    {
        var (rows, columns) = (cost.GetLength(0), cost.GetLength(1));
        if (rows == 0 || columns == 0) throw new ArgumentException("There is nothing to move.", nameof(cost));
        if (!cost.Cast<double>().All(double.IsFinite)) throw new ArgumentException("A cost is not finite.", nameof(cost));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(regularisation);
        var (left, right) = (new double[rows], new double[columns]);
        var plan = new double[rows, columns];
        for (var round = 0; round < MostRounds; round++)
        {
            for (var i = 0; i < rows; i++)
                left[i] = -Math.Log(rows) - LogSum(columns, j => right[j] - (cost[i, j] / regularisation));
            for (var j = 0; j < columns; j++)
                right[j] = -Math.Log(columns) - LogSum(rows, i => left[i] - (cost[i, j] / regularisation));
            // Columns are exact now; rows say how far it is.
            var worst = 0.0;
            for (var i = 0; i < rows; i++)
            {
                var mass = 0.0;
                for (var j = 0; j < columns; j++) mass += plan[i, j] = Math.Exp(left[i] + right[j] - (cost[i, j] / regularisation));
                worst = Math.Max(worst, Math.Abs((mass * rows) - 1));
            }

            if (worst < Enough) return plan;
        }

        throw new RunFailedException(
            $"Optimal transport with regularisation {regularisation} has not converged after {MostRounds} rounds. Make it larger.");
    }

    private static double LogSum(int count, Func<int, double> value)
    {
        var largest = double.NegativeInfinity;
        for (var i = 0; i < count; i++) largest = Math.Max(largest, value(i));
        var sum = 0.0;
        for (var i = 0; i < count; i++) sum += Math.Exp(value(i) - largest);
        return largest + Math.Log(sum);
    }
}
