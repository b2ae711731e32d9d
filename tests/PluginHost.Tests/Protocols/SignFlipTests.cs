using PluginHost.Comparisons.Protocols;

namespace PluginHost.Tests.Protocols;

public class SignFlipTests
{
    // scipy 1.10.1: permutation_test((a, b), mean of a - b, permutation_type="samples", n_resamples=inf, alternative="two-sided").
    [Theory]
    [InlineData(new[] { 80.1, 79.5, 81.0, 80.4, 79.9, 80.6 }, new[] { 78, 77.5, 79.9, 78.3, 78.8, 78.1 }, 0.03125)]
    [InlineData(new[] { 80.1, 79.5, 81.0, 80.4, 79.9, 80.6 }, new[] { 78, 80.5, 79.9, 81.3, 78.8, 78.1 }, 0.1875)]
    [InlineData(new[] { 0.1, 0.4, 0.35 }, new[] { 0.3, 0.2, 0.1 }, 0.75)]
    [InlineData(new[] { 1.0, 2, 3, 4 }, new[] { 2.0, 1, 4, 3 }, 1)]
    [InlineData(new[] { 5.0, 6, 7, 9, 4, 5, 6, 8 }, new[] { 4.0, 6, 5, 9, 3, 6, 2, 8 }, 0.25)]
    public void P_is_that_of_scipys_exact_test(double[] first, double[] second, double expected) =>
        SignFlipTest.P([.. first.Zip(second, (a, b) => a - b)]).ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(12)]
    public void All_differences_of_one_sign_give_the_least_p_there_is(int pairs)
    {
        var p = SignFlipTest.P([.. Enumerable.Range(1, pairs).Select(i => 0.1 * i)]);

        p.ShouldBe(2 / Math.Pow(2, pairs), 1e-12);
        (p < 0.05).ShouldBe(pairs >= 6);
    }

    [Fact]
    public void Sums_that_differ_in_their_last_bits_alone_count_as_equal() =>
        // 0.1 + 0.2 - 0.3 is not quite 0: every sign pattern but the extreme ones is as far from zero as -0.1 - 0.2 + 0.3.
        SignFlipTest.P([0.1, 0.2, -0.3]).ShouldBe(1, 1e-12);
}
