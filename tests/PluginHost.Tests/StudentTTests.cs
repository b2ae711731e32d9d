using PluginHost.Comparisons.Tables;

namespace PluginHost.Tests;

public class StudentTTests
{
    // Printed tables of Student's t, two-sided.
    [Theory]
    [InlineData(1, 0.95, 12.7062)]
    [InlineData(2, 0.95, 4.30265)]
    [InlineData(3, 0.95, 3.18245)]
    [InlineData(4, 0.95, 2.77645)]
    [InlineData(9, 0.95, 2.26216)]
    [InlineData(30, 0.95, 2.04227)]
    [InlineData(120, 0.95, 1.97993)]
    [InlineData(7, 0.99, 3.49948)]
    [InlineData(2, 0.90, 2.91999)]
    public void Quantiles_are_those_of_printed_tables(int freedom, double level, double expected) =>
        Sample.Quantile(freedom, level).ShouldBe(expected, 5e-5 * expected);

    // Closed forms of the two-sided quantile: 1, 2 and 4 degrees of freedom have one.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void Quantiles_are_those_of_the_closed_forms(double level)
    {
        var tails = (1 - level) * (1 + level);
        var fourth = Math.Cos(Math.Acos(Math.Sqrt(tails)) / 3) / Math.Sqrt(tails);

        Sample.Quantile(1, level).ShouldBe(Math.Tan(Math.PI * level / 2), 1e-9);
        Sample.Quantile(2, level).ShouldBe(level * Math.Sqrt(2 / tails), 1e-9);
        Sample.Quantile(4, level).ShouldBe(2 * Math.Sqrt(fourth - 1), 1e-9);
    }

    [Fact]
    public void The_interval_of_a_mean_is_t_times_the_standard_error()
    {
        var sample = Sample.Of([1, 2, 3, 4]).ShouldNotBeNull();

        sample.Count.ShouldBe(4);
        sample.Mean.ShouldBe(2.5);
        sample.HalfWidth!.Value.ShouldBe(3.182446 * Math.Sqrt(5.0 / 3 / 4), 1e-5);
    }

    [Fact]
    public void A_single_value_has_no_interval_and_no_value_no_mean()
    {
        Sample.Of([7.0]).ShouldBe(new Sample(1, 7, null));
        Sample.Of([]).ShouldBeNull();
    }
}
