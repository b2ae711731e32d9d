namespace PluginHost.Comparisons.Protocols;

/// <summary>
/// The exact paired permutation test: under the hypothesis that two methods do not differ, the sign of each pair's difference is as likely plus as
/// minus. All 2^n signs are tried. Two-sided; n pairs cannot give less than 2 / 2^n, so six are the fewest that reach p &lt; 0.05.
/// </summary>
internal static class SignFlipTest
{
    /// <summary>The most pairs whose signs are all tried.</summary>
    public const int Most = 20;

    /// <summary>The share of sign assignments whose mean is at least as far from zero as the one seen.</summary>
    /// <param name="differences">The differences of the pairs, 1 to <see cref="Most"/>.</param>
    public static double P(IReadOnlyList<double> differences)
    {
        ArgumentOutOfRangeException.ThrowIfZero(differences.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(differences.Count, Most);
        // Sums in another order may differ in their last bits: what is equal but for them counts as equal.
        var scale = differences.Sum(Math.Abs);
        var seen = Math.Abs(differences.Sum()) - (1e-12 * scale);
        var all = 1L << differences.Count;
        var far = 0L;
        for (var signs = 0L; signs < all; signs++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Count; i++) sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
            if (Math.Abs(sum) >= seen) far++;
        }

        return far / (double)all;
    }
}
