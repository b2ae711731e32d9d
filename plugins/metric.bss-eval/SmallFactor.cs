namespace PluginHost.Plugins.BssEval;

/// <summary>Cholesky factors of the small matrices of a block recursion, a few rows each.</summary>
internal static class SmallFactor
{
    // As for the whole matrix (GramFactor): a pivot is the part of a source's power that its past and the other sources do not predict.
    private const double LeastPivot = 1e-12;

    /// <summary>Factors in place.</summary>
    /// <param name="matrix">A symmetric matrix, n n values; its lower factor afterwards.</param>
    /// <param name="size">n.</param>
    /// <returns>False if a pivot is too small against a diagonal of one, or no number.</returns>
    public static bool TryFactor(Span<double> matrix, int size)
    {
        for (var column = 0; column < size; column++)
        {
            var pivot = matrix[(column * size) + column];
            for (var k = 0; k < column; k++) pivot -= matrix[(column * size) + k] * matrix[(column * size) + k];
            if (!(pivot > LeastPivot)) return false;
            var root = Math.Sqrt(pivot);
            matrix[(column * size) + column] = root;
            for (var row = column + 1; row < size; row++)
            {
                var value = matrix[(row * size) + column];
                for (var k = 0; k < column; k++) value -= matrix[(row * size) + k] * matrix[(column * size) + k];
                matrix[(row * size) + column] = value / root;
            }
        }

        return true;
    }

    /// <summary>Solves in place.</summary>
    /// <param name="factor">The lower factor, n n values.</param>
    /// <param name="size">n.</param>
    /// <param name="right">Right-hand sides, n rows of <paramref name="columns"/> values; the solutions afterwards.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> right, int columns)
    {
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < size; row++)
            {
                var value = right[(row * columns) + column];
                for (var k = 0; k < row; k++) value -= factor[(row * size) + k] * right[(k * columns) + column];
                right[(row * columns) + column] = value / factor[(row * size) + row];
            }

            for (var row = size - 1; row >= 0; row--)
            {
                var value = right[(row * columns) + column];
                for (var k = row + 1; k < size; k++) value -= factor[(k * size) + row] * right[(k * columns) + column];
                right[(row * columns) + column] = value / factor[(row * size) + row];
            }
        }
    }
}
