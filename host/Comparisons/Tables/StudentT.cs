namespace PluginHost.Comparisons.Tables;

/// <summary>Student's t distribution with a whole number of degrees of freedom.</summary>
internal static class StudentT
{
    /// <summary>The value that |t| exceeds with probability 1 - <paramref name="level"/>.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    /// <param name="level">The level, such as 0.95.</param>
    public static double Quantile(int freedom, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        var (low, high) = (0.0, Math.PI / 2);
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (Within(freedom, middle) < level) low = middle;
            else high = middle;
        }

        return Math.Tan((low + high) / 2) * Math.Sqrt(freedom);
    }

    /// <summary>The probability of |t| up to sqrt(freedom) tan(angle): Abramowitz and Stegun 26.7.3 and 26.7.4.</summary>
    private static double Within(int freedom, double angle)
    {
        var (sine, cosine) = Math.SinCos(angle);
        var odd = freedom % 2 == 1;
        var (term, sum) = odd ? (cosine, freedom == 1 ? 0 : cosine) : (1.0, 1.0);
        for (var k = odd ? 3 : 2; k <= freedom - 2; k += 2)
        {
            term *= (k - 1.0) / k * cosine * cosine;
            sum += term;
        }

        return odd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }
}
