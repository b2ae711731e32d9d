using MathNet.Numerics.Distributions;

namespace PluginHost.Comparisons.Tables;

/// <summary>Values of a figure over repetitions.</summary>
/// <param name="Count">How many.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="HalfWidth">Half the width of the mean's 95 % confidence interval by Student's t with n-1 degrees of freedom;
/// <see langword="null"/> for a single value.</param>
internal sealed record Sample(int Count, double Mean, double? HalfWidth)
{
    public const double Level = 0.95;

    /// <summary>Sums values up; <see langword="null"/> if there are none.</summary>
    public static Sample? Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0) return null;
        var mean = values.Average();
        if (values.Count == 1) return new Sample(1, mean, null);
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return new Sample(values.Count, mean, Quantile(values.Count - 1, Level) * Math.Sqrt(variance / values.Count));
    }

    /// <summary>The value that |t| of Student's t distribution exceeds with probability 1 - <paramref name="level"/>.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    /// <param name="level">The level, such as 0.95.</param>
    public static double Quantile(int freedom, double level) => StudentT.InvCDF(location: 0, scale: 1, freedom, (1 + level) / 2);
}
