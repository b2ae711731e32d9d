namespace PluginHost.Plugins.BssEval;

/// <summary>The share of a signal's energy that delayed references explain.</summary>
/// <param name="Value">The share, from 0 to 1.</param>
/// <param name="Error">How far rounding may have moved it.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct Share(double Value, double Error)
{
    // A correlation of two signals of unit energy is off by at most this. A transform of length N errs by about 0.6 e sqrt(log2 N) of its
    // energy, e = 2.2e-16 (Schatzman, 1996): three of them, up to N = 8192, with the window of twice the block's energy.
    private const double CorrelationError = 2e-15;

    // Below this the equations need no second solution.
    private const double Solved = 1e-13;
    private const int MostRefinements = 2;

    /// <summary>Projects signals on delayed references.</summary>
    /// <param name="correlations">Correlations of references and signals.</param>
    /// <param name="sources">The references, J of them.</param>
    /// <param name="signals">The signals.</param>
    /// <returns>
    /// The share of each signal, or <see langword="null"/> if the Gram matrix is not positive definite to working precision.
    /// </returns>
    /// <remarks>
    /// With T x = d in units of the energies the share is d'x. For an x that leaves r = d - T x it is 2 x'd - x'T x = x'd + x'r but for
    /// r' inv(T) r, which is at most |r|² tr(inv(T)). Errors of T and d change it by at most (2 w + w²) times theirs, w the sum of |x|.
    /// </remarks>
    public static Share[]? Of(Correlations correlations, IReadOnlyList<int> sources, IReadOnlyList<int> signals)
    {
        var matrix = new BlockToeplitz(correlations, sources);
        var right = Right(matrix, correlations, sources, signals);
        var (solution, residual) = (new double[right.Length], right);
        for (var round = 0; ; round++)
        {
            if (BlockLevinson.Solve(matrix, residual, signals.Count) is not { } found) return null;
            for (var at = 0; at < solution.Length; at++) solution[at] += found.Solution[at];
            residual = matrix.Residual(right, solution, signals.Count);
            var rest = Enumerable.Range(0, signals.Count).Select(column => Square(residual, matrix, column) * found.InverseTrace).ToArray();
            if (round == MostRefinements || rest.All(value => value <= Solved))
            {
                return [.. rest.Select((value, column) => Sum(matrix, right, solution, residual, column, value))];
            }
        }
    }

    private static double[] Right(BlockToeplitz matrix, Correlations correlations, IReadOnlyList<int> sources, IReadOnlyList<int> signals)
    {
        var right = new double[signals.Count * sources.Count * matrix.Stride];
        for (var column = 0; column < signals.Count; column++)
        {
            for (var i = 0; i < sources.Count; i++)
            {
                var scale = 1 / Math.Sqrt(correlations.Energies[sources[i]] * correlations.Energies[signals[column]]);
                var products = correlations[sources[i], signals[column]];
                var at = ((column * sources.Count) + i) * matrix.Stride;
                for (var lag = 0; lag < matrix.Taps; lag++) right[at + lag] = products[lag] * scale;
            }
        }

        return right;
    }

    private static double Square(double[] residual, BlockToeplitz matrix, int column)
    {
        var sum = 0.0;
        var size = matrix.Sources * matrix.Stride;
        foreach (var value in residual.AsSpan(column * size, size)) sum += value * value;
        return sum;
    }

    private static Share Sum(BlockToeplitz matrix, double[] right, double[] solution, double[] residual, int column, double rest)
    {
        var size = matrix.Sources * matrix.Stride;
        var (share, weight) = (0.0, 0.0);
        for (var at = column * size; at < (column + 1) * size; at++)
        {
            share += solution[at] * (right[at] + residual[at]);
            weight += Math.Abs(solution[at]);
        }

        return new(share, (2 * rest) + (CorrelationError * weight * (2 + weight)));
    }
}
