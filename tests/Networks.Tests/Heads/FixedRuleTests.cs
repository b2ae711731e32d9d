namespace PluginHost.Networks.Tests;

/// <summary>Rules without training: ETF, prototype calibration, herding.</summary>
public class FixedRuleTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(10, 64)]
    [InlineData(33, 33)]
    public void The_Gram_matrix_of_an_ETF_has_ones_and_minus_one_over_K_minus_one(int classes, int width)
    {
        var vectors = new EtfHead(width, classes, 3).Vectors.to(ScalarType.Float64);
        var wanted = (eye(classes, dtype: ScalarType.Float64) * (classes / (classes - 1.0))) - (1 / (classes - 1.0));

        vectors.matmul(vectors.t()).ShouldBeNear(wanted, 1e-6);
        vectors.sum([0]).abs().max().ToDouble().ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void An_ETF_depends_on_its_seed_and_has_no_parameters()
    {
        new EtfHead(8, 5, 1).Vectors.ShouldBeSame(new EtfHead(8, 5, 1).Vectors);
        new EtfHead(8, 5, 1).Vectors.ShouldDifferFrom(new EtfHead(8, 5, 2).Vectors);
        new EtfHead(8, 5, 1).parameters().ShouldBeEmpty();
        Should.Throw<JobException>(() => new EtfHead(4, 5, 1)).Message.ShouldContain("simplex");
    }

    [Fact]
    public void The_dot_regression_loss_is_half_the_squared_lack_of_the_dot()
    {
        var head = new EtfHead(8, 5, 1);
        var labels = tensor(new long[] { 3, 0, 3 });
        var rows = TestData.Wave("input", 3, 8);
        var targets = tensor(new float[] { 0.5f, 1, 1, 2, 1 });
        double Dot(int row, int label) => (rows[row] * head.Vectors[label]).sum().ToDouble() / rows[row].norm().ToDouble();
        double Wanted(double t3, double t0) =>
            (Math.Pow(Dot(0, 3) - t3, 2) + Math.Pow(Dot(1, 0) - t0, 2) + Math.Pow(Dot(2, 3) - t3, 2)) / 6;

        head.Loss(rows, labels).ToDouble().ShouldBe(Wanted(1, 1), 1e-6);
        head.Loss(rows, labels, targets).ToDouble().ShouldBe(Wanted(2, 0.5), 1e-6);
        head.Loss(head.Vectors * 3, arange(5)).ToDouble().ShouldBe(0, 1e-9);
        head.call(head.Vectors).argmax(1).ShouldBeSame(arange(5));
    }

    [Fact]
    public void Calibration_draws_a_prototype_towards_the_base_classes_that_it_resembles()
    {
        // Two dimensions by hand: base classes along the axes, a prototype at 30 degrees.
        var (cosine, sine) = (Math.Cos(Math.PI / 6), Math.Sin(Math.PI / 6));
        var prototype = tensor(new[] { 5 * cosine, 5 * sine }, [1, 2]);
        var known = tensor(new[] { 3.0, 0, 0, 0.2 }, [2, 2]);
        var (first, second) = (Math.Exp(16 * cosine), Math.Exp(16 * sine));
        var length = Math.Sqrt((first * first) + (second * second));

        var found = PrototypeCalibration.Calibrate(prototype, known, strength: 0.3);

        found[0, 0].ToDouble().ShouldBe((0.7 * cosine) + (0.3 * first / length), 1e-12);
        found[0, 1].ToDouble().ShouldBe((0.7 * sine) + (0.3 * second / length), 1e-12);
        PrototypeCalibration.Calibrate(prototype, known, strength: 0).ShouldBeNear(tensor(new[] { cosine, sine }, [1, 2]), 1e-12);
    }

    [Fact]
    public void Herding_takes_at_each_step_the_sample_that_brings_the_mean_nearest()
    {
        var rows = TestData.Wave("input", 12, 5);
        var plain = Enumerable.Range(0, 12).Select(i => rows[i].to(ScalarType.Float64)).Select(row => row / row.norm()).ToArray();
        var mean = stack(plain).mean([0]);
        var wanted = new List<int>();
        for (var k = 0; k < 7; k++)
        {
            double Distance(int candidate) =>
                (stack([.. wanted.Append(candidate).Select(i => plain[i])]).mean([0]) - mean).norm().ToDouble();
            wanted.Add(Enumerable.Range(0, 12).Except(wanted).MinBy(Distance));
        }

        Herding.Order(rows, 7).ShouldBe(wanted);
        Herding.Order(rows, 3).ShouldBe(wanted.Take(3));
        Herding.Order(rows, 99).Order().ShouldBe(Enumerable.Range(0, 12));
    }
}
