namespace PluginHost.Replay;

/// <summary>Arithmetic of plain vectors in double precision, in a fixed order, so that results are the same everywhere.</summary>
public static class Vectors
{
    /// <summary>The mean of vectors.</summary>
    /// <param name="vectors">At least one vector.</param>
    /// <returns>A new vector.</returns>
    public static double[] Mean(IReadOnlyList<double[]> vectors)
    {
        var sum = new double[vectors[0].Length];
        foreach (var vector in vectors)
        {
            for (var i = 0; i < sum.Length; i++) sum[i] += vector[i];
        }

        return Scaled(sum, 1.0 / vectors.Count);
    }

    /// <summary>The sum of two vectors.</summary>
    /// <param name="a">A vector.</param>
    /// <param name="b">Another of its length.</param>
    /// <returns>A new vector.</returns>
    public static double[] Sum(double[] a, double[] b)
    {
        var sum = new double[a.Length];
        for (var i = 0; i < sum.Length; i++) sum[i] = a[i] + b[i];
        return sum;
    }

    /// <summary>A multiple of a vector.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="factor">The factor.</param>
    /// <returns>A new vector.</returns>
    public static double[] Scaled(double[] vector, double factor) => [.. vector.Select(value => value * factor)];

    /// <summary>A vector scaled to length 1; one of length 0 stays as it is.</summary>
    /// <param name="vector">The vector.</param>
    /// <returns>A new vector.</returns>
    public static double[] Normalised(double[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => value * value));
        return length > 0 ? Scaled(vector, 1 / length) : vector;
    }

    /// <summary>The squared distance of two vectors.</summary>
    /// <param name="a">A vector.</param>
    /// <param name="b">Another of its length.</param>
    /// <returns>The sum of squared differences.</returns>
    public static double SquaredDistance(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
