using PluginHost.Plugins.ContavSep;

namespace PluginHost.Strategies.Tests;

public sealed class CrossModalContrastTests
{
    // A linear congruential generator, so that other languages can make the same numbers.
    private static Tensor Stream(long seed, int rows, int columns)
    {
        var values = new double[rows * columns];
        var x = seed;
        for (var i = 0; i < values.Length; i++)
        {
            x = ((1103515245 * x) + 12345) % (1L << 31);
            values[i] = (x / (double)(1 << 30)) - 1;
        }

        return tensor(values, rows, columns);
    }

    [Fact]
    public void Losses_equal_the_golden_values_of_numpy_in_double_precision()
    {
        using var scope = NewDisposeScope();
        var embeddings = new[] { Stream(11, 7, 8), Stream(12, 7, 8), Stream(13, 7, 8) };
        var instances = CrossModalContrast.Positives(["v1", "v2", "v3", "o1", "o2", "o1", "o2"], ScalarType.Float64, CPU);
        var classes = CrossModalContrast.Positives([5, 6, 5, 0, 1, 0, 1], ScalarType.Float64, CPU);
        var losses = CrossModalContrast.Losses(embeddings, [instances, classes], 0.05);
        losses[0].ToDouble().ShouldBe(7.94147167, 5e-9);
        losses[1].ToDouble().ShouldBe(7.60593299, 5e-9);
    }

    [Fact]
    public void The_instance_matrix_is_block_diagonal_with_old_samples_tiled_over_student_and_teacher()
    {
        using var scope = NewDisposeScope();
        var matrix = CrossModalContrast.Positives(["n1", "n1", "n2", "o1", "o2", "o1", "o2"], ScalarType.Float64, CPU);
        double[] expected =
        [
            1, 1, 0, 0, 0, 0, 0,
            1, 1, 0, 0, 0, 0, 0,
            0, 0, 1, 0, 0, 0, 0,
            0, 0, 0, 1, 0, 1, 0,
            0, 0, 0, 0, 1, 0, 1,
            0, 0, 0, 1, 0, 1, 0,
            0, 0, 0, 0, 1, 0, 1,
        ];
        matrix.data<double>().ToArray().ShouldBe(expected);
    }

    [Fact]
    public void A_loss_does_not_depend_on_the_length_of_its_embeddings()
    {
        using var scope = NewDisposeScope();
        var a = Stream(1, 4, 3);
        var b = Stream(2, 4, 3);
        var classes = CrossModalContrast.Positives([0, 1, 0, 1], ScalarType.Float64, CPU);
        var plain = CrossModalContrast.Losses([a, b], [classes], 0.1)[0].ToDouble();
        CrossModalContrast.Losses([a * 7, b * 0.2], [classes], 0.1)[0].ToDouble().ShouldBe(plain, 1e-12);
    }

    [Fact]
    public void Two_rows_that_are_no_positives_give_the_cross_entropy_of_a_closed_formula()
    {
        using var scope = NewDisposeScope();
        var embedding = eye(2, dtype: ScalarType.Float64);
        var own = CrossModalContrast.Positives(["a", "b"], ScalarType.Float64, CPU);
        var loss = CrossModalContrast.Losses([embedding, embedding], [own], 0.5)[0].ToDouble();
        loss.ShouldBe(Math.Log(1 + Math.Exp(-2)), 1e-12);
    }
}
