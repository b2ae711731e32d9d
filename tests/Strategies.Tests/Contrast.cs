namespace PluginHost.Strategies.Tests;

/// <summary>Contrasts between two modalities written out in double precision.</summary>
internal static class Contrast
{
    /// <summary>log softmax of each row of A B' / temperature, with rows of A and B at length 1.</summary>
    public static double[][] LogProbabilities(double[][] a, double[][] b, double temperature)
    {
        var (left, right) = (Units(a), Units(b));
        return [.. left.Select(row =>
        {
            double[] scores = [.. right.Select(other => row.Zip(other, (x, y) => x * y).Sum() / temperature)];
            var sum = Math.Log(scores.Sum(Math.Exp));
            return (double[])[.. scores.Select(score => score - sum)];
        })];
    }

    /// <summary>-(1/R) sum_i of the mean of row i over its positives.</summary>
    public static double Mean<TKey>(double[][] log, IReadOnlyList<TKey> keys) =>
        -log.Select((row, i) => row.Where((_, j) => keys[j]!.Equals(keys[i])).Average()).Average();

    /// <summary>The rows of a matrix.</summary>
    public static double[][] Rows(Tensor matrix) =>
        [.. matrix.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray().Chunk((int)matrix.shape[1])];

    private static double[][] Units(double[][] rows) =>
        [.. rows.Select(row => (double[])[.. row.Select(value => value / Math.Sqrt(row.Sum(each => each * each)))])];
}
