using PluginHost.Plugins.ConsoleOutput.Text;

namespace PluginHost.Tests.Observers.Console;

public sealed class AmountsTests
{
    [Theory]
    [InlineData(5.126, "5.13")]
    [InlineData(-0.001, "0.00")]
    [InlineData(-0.006, "-0.01")]
    [InlineData(double.NaN, "-")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void A_score_has_two_decimals_and_a_dash_stands_for_undefined(double value, string expected) => Amounts.Score(value).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0001, "1e-4")]
    [InlineData(0.41234, "0.4123")]
    [InlineData(12.3456, "12.35")]
    [InlineData(2_500_000, "2.500e6")]
    public void A_figure_shows_about_four_digits_whatever_its_size(double value, string expected) => Amounts.Figure(value).ShouldBe(expected);

    [Theory]
    [InlineData(0.42, "0.4 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.7, "1 min 00 s")]
    [InlineData(125, "2 min 05 s")]
    [InlineData(3725, "1 h 02 min")]
    [InlineData(-3, "0.0 s")]
    public void A_duration_is_written_in_the_units_people_use(double seconds, string expected) =>
        Amounts.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_234_567, "1.2 MB")]
    [InlineData(999_600, "1.0 MB")]
    [InlineData(25_000_000_000, "25 GB")]
    public void A_size_is_written_in_decimal_units(long count, string expected) => Amounts.Bytes(count).ShouldBe(expected);

    [Theory]
    [InlineData(250.4, "250 steps/s")]
    [InlineData(5.24, "5.2 steps/s")]
    [InlineData(0.25, "0.25 steps/s")]
    [InlineData(0.05, "3.0 steps/min")]
    public void A_slow_rate_is_given_per_minute(double perSecond, string expected) => Amounts.Rate(perSecond, "steps").ShouldBe(expected);
}
