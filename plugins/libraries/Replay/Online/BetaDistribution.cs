namespace PluginHost.Replay;

/// <summary>Draws from the Beta distribution.</summary>
public static class BetaDistribution
{
    /// <summary>Draws from Beta(a, b) as X / (X + Y) with X from Gamma(a) and Y from Gamma(b).</summary>
    /// <param name="random">The randomness.</param>
    /// <param name="a">The first parameter, above 0.</param>
    /// <param name="b">The second parameter, above 0.</param>
    /// <returns>A number from 0 to 1.</returns>
    public static double Draw(RandomStream random, double a, double b)
    {
        var (x, y) = (LogGamma(random, a), LogGamma(random, b));
        return 1 / (1 + Math.Exp(y - x));
    }

    // The logarithm of a draw from Gamma(shape, 1): for small shapes the draw itself would be 0. Marsaglia and Tsang (2000); below shape 1
    // by Gamma(shape) = Gamma(shape + 1) U^(1 / shape).
    private static double LogGamma(RandomStream random, double shape)
    {
        if (shape < 1) return LogGamma(random, shape + 1) + (Math.Log(1 - random.NextDouble()) / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.NextGaussian();
            var v = Math.Pow(1 + (c * x), 3);
            if (v <= 0) continue;
            if (Math.Log(1 - random.NextDouble()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v))) return Math.Log(d * v);
        }
    }
}
