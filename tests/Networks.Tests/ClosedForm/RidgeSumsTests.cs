using PluginHost.Networks;

namespace PluginHost.Networks.Tests;

public class RidgeSumsTests
{
    [Fact]
    public void A_lambda_that_rounding_leaves_without_a_solution_gives_way_to_the_next_power_of_ten_with_one()
    {
        using var scope = NewDisposeScope();
        // Twelve equal rows of forty large numbers: G has rank one and entries of 1.2e13, beside which 1e-8 is lost in rounding.
        var x = ones(12, 40) * 1e6;
        var y = tensor(Enumerable.Range(0, 12).Select(i => (long)(i % 2)).ToArray());
        using var head = new RidgeSumsHead(40, lambda: 1e-8);
        head.Add(x, y);
        head.SquaredError(x, y).ShouldBe(double.PositiveInfinity);

        head.SettleFrom(1e-8);

        head.Lambda.ShouldBeGreaterThan(1e-8);
        Math.Log10(head.Lambda).ShouldBe(Math.Round(Math.Log10(head.Lambda)), 1e-6);
        head.SquaredError(x, y).ShouldBe(0.25, 1e-3, "half of the rows are of each class: the regression can say no more than one half");
    }

    [Fact]
    public void A_lambda_with_a_solution_stays()
    {
        var (x, y) = TestData.Letters();
        using var head = new RidgeSumsHead(16, lambda: 1);
        head.Add(x, y);

        head.SettleFrom(0.01);

        head.Lambda.ShouldBe(0.01);
    }
}
