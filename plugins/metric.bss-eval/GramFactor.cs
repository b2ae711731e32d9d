namespace PluginHost.Plugins.BssEval;

/// <summary>
/// Solves the normal equations of one Gram matrix: by Cholesky factors if it is positive definite to working precision, else by LU as
/// mir_eval does (which goes through for most singular matrices), and by least squares if that throws.
/// </summary>
internal sealed class GramFactor
{
    private const double LeastPivot = 1e-12;
    private const double Precision = 2.220446049250313e-16;
    private readonly Tensor _matrix;
    private readonly bool _factored;

    private GramFactor(Tensor matrix, bool factored) => (_matrix, _factored) = (matrix, factored);

    /// <summary>Factors a matrix.</summary>
    /// <param name="gram">A symmetric matrix, float64 (n, n).</param>
    /// <returns>The factor; its tensor lives in the current dispose scope.</returns>
    public static GramFactor Factor(Tensor gram)
    {
        var (lower, info) = linalg.cholesky_ex(gram);
        var good = info.item<int>() == 0 && !NearlySingular(lower);
        info.Dispose();
        if (good) return new(lower, true);
        lower.Dispose();
        return new(gram.alias(), false);
    }

    // Rounding may let the factors of a singular matrix through with a pivot near 1e-16 of the others; they would be worthless. Real
    // sound stays far above: a pivot is the part of a source's power that its past and the other sources do not predict.
    private static bool NearlySingular(Tensor lower)
    {
        using var scope = NewDisposeScope();
        var pivots = lower.diagonal(0, -2, -1).square();
        return !(pivots.min().item<double>() > LeastPivot * pivots.max().item<double>());
    }

    /// <summary>The factor of the leading part of the matrix, without work if the whole is factored by Cholesky.</summary>
    /// <param name="size">The size of the part.</param>
    /// <returns>The factor, or <see langword="null"/> if it has to be computed.</returns>
    public GramFactor? Leading(int size) => _factored ? new(_matrix.narrow(0, 0, size).narrow(1, 0, size), true) : null;

    /// <summary>Solves.</summary>
    /// <param name="right">Right-hand sides, float64 (n, k).</param>
    /// <returns>Solutions, (n, k).</returns>
    public Tensor Solve(Tensor right)
    {
        if (_factored) return right.cholesky_solve(_matrix, upper: false);
        try
        {
            return linalg.solve(_matrix, right);
        }
        catch (Exception exception) when (exception.Message.Contains("singular", StringComparison.OrdinalIgnoreCase))
        {
            return LeastSquares(right);
        }
    }

    // The solution of smallest norm, from the eigenvectors; eigenvalues below rounding count as zero, as in numpy's lstsq.
    private Tensor LeastSquares(Tensor right)
    {
        var (values, vectors) = linalg.eigh(_matrix);
        var least = values.abs().max().item<double>() * _matrix.shape[0] * Precision;
        var inverse = where(values > least, 1 / values, zeros_like(values));
        return vectors.matmul(inverse.unsqueeze(1) * vectors.transpose(0, 1).matmul(right));
    }
}
