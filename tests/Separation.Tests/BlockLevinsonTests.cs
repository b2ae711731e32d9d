using PluginHost.Plugins.BssEval;

namespace PluginHost.Separation.Tests;

/// <summary>The block recursion beside LAPACK's dense solver.</summary>
public sealed class BlockLevinsonTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 100)]
    [InlineData(2, 1)]
    [InlineData(2, 7)]
    [InlineData(2, 8)]
    [InlineData(2, 9)]
    [InlineData(2, 150)]
    [InlineData(3, 1)]
    [InlineData(3, 65)]
    [InlineData(4, 40)]
    public void Solutions_are_those_of_a_dense_solver_and_the_trace_is_the_inverses(int sources, int taps)
    {
        using var scope = NewDisposeScope();
        var matrix = Matrix(sources, taps, Enumerable.Range(1, sources).Select(seed => Lcg.Draw(seed, 800)).ToArray());
        const int Columns = 3;
        var right = Lcg.Tensor(9, Columns, sources, taps);
        var laid = new double[Columns * sources * matrix.Stride];
        var values = right.data<double>().ToArray();
        for (var row = 0; row < Columns * sources; row++) values.AsSpan(row * taps, taps).CopyTo(laid.AsSpan(row * matrix.Stride));

        var (solution, trace) = BlockLevinson.Solve(matrix, laid, Columns).ShouldNotBeNull();
        var dense = Dense(matrix);
        var expected = linalg.solve(dense, right.view(Columns, -1).transpose(0, 1)).transpose(0, 1).contiguous().data<double>().ToArray();
        for (var at = 0; at < expected.Length; at++) solution[(at / taps * matrix.Stride) + (at % taps)].ShouldBe(expected[at], 1e-12);
        trace.ShouldBe(linalg.inv(dense).trace().item<double>(), 1e-9 * sources * taps);

        // The residual of half the solution is half of the right-hand side.
        var rest = matrix.Residual(laid, [.. solution.Select(value => value / 2)], Columns);
        for (var at = 0; at < rest.Length; at++) rest[at].ShouldBe(laid[at] / 2, 1e-12);
    }

    [Fact]
    public void References_of_which_one_gives_the_other_have_no_solution()
    {
        using var scope = NewDisposeScope();
        var first = Lcg.Draw(1, 800);
        BlockLevinson.Solve(Matrix(2, 20, [first, first]), new double[2 * 28], 1).ShouldBeNull();
        Array.Fill(first, 0, 790, 10);
        double[] later = [.. new double[3], .. first[..^3]];
        BlockLevinson.Solve(Matrix(2, 20, [first, later]), new double[2 * 28], 1).ShouldBeNull();
    }

    private static BlockToeplitz Matrix(int sources, int taps, double[][] signals)
    {
        var rows = new SignalRows<double>([.. signals.Select(signal => tensor(signal, dtype: ScalarType.Float64))]);
        return new(new Correlator(taps).Correlate(rows, sources), [.. Enumerable.Range(0, sources)]);
    }

    private static Tensor Dense(BlockToeplitz matrix)
    {
        var (sources, taps) = (matrix.Sources, matrix.Taps);
        var size = sources * taps;
        var values = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                values[(row * size) + column] = matrix[row / taps, column / taps, (column % taps) - (row % taps)];
            }
        }

        return tensor(values, dtype: ScalarType.Float64).view(size, size);
    }
}
