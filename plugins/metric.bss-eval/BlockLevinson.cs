namespace PluginHost.Plugins.BssEval;

/// <summary>
/// Solves block-Toeplitz equations by the recursion of Levinson, Whittle (1963), Wiggins and Robinson (1965): order by order, with the
/// forward predictor F (T F = [P; 0; ...; 0]) and the backward one B (T B = [0; ...; 0; Q]), whose first and last blocks are the identity.
/// For a symmetric matrix one sum D serves both: F ← [F; 0] - [0; B] inv(Q) D, B ← [0; B] - [F; 0] inv(P) D', P ← P - D' inv(Q) D,
/// Q ← Q - D inv(P) D'. Time J³ F², in place of (J F)³ for a dense matrix.
/// </summary>
internal sealed class BlockLevinson
{
    private readonly BlockToeplitz _matrix;
    private readonly int _sources;
    private readonly int _taps;

    // Column i J + j has F[.]_ij and B[.]_ij; B ends at the last place, so that a step moves its beginning and not its values.
    private readonly double[] _forward;
    private readonly double[] _backward;
    private readonly double[] _forwardPower;
    private readonly double[] _backwardPower;

    private BlockLevinson(BlockToeplitz matrix)
    {
        _matrix = matrix;
        (_sources, _taps) = (matrix.Sources, matrix.Taps);
        var square = _sources * _sources;
        (_forward, _backward) = (new double[square * matrix.Stride], new double[square * matrix.Stride]);
        (_forwardPower, _backwardPower) = (new double[square], new double[square]);
        for (var i = 0; i < _sources; i++)
        {
            _forward[((i * _sources) + i) * matrix.Stride] = 1;
            _backward[(((i * _sources) + i) * matrix.Stride) + _taps - 1] = 1;
            for (var j = 0; j < _sources; j++) _forwardPower[(i * _sources) + j] = _backwardPower[(i * _sources) + j] = matrix[i, j, 0];
        }
    }

    /// <summary>Solves T x = d.</summary>
    /// <param name="matrix">The matrix T.</param>
    /// <param name="right">Right-hand sides d (<see cref="BlockToeplitz"/> says how they lie).</param>
    /// <param name="columns">The number of right-hand sides.</param>
    /// <returns>
    /// The solutions, and the trace of inv(T), which is at least the inverse of the least eigenvalue; <see langword="null"/> if T is not
    /// positive definite to working precision.
    /// </returns>
    public static (double[] Solution, double InverseTrace)? Solve(BlockToeplitz matrix, double[] right, int columns)
    {
        var solution = new double[right.Length];
        var sweep = new BlockLevinson(matrix);
        return sweep.Run(right, columns, solution) && sweep.InverseTrace() is { } trace ? (solution, trace) : null;
    }

    private bool Run(double[] right, int columns, double[] solution)
    {
        var (j, stride) = (_sources, _matrix.Stride);
        Span<double> forwardFactor = new double[j * j];
        Span<double> backwardFactor = new double[j * j];
        Span<double> sum = new double[j * j];
        Span<double> next = new double[j * j];
        Span<double> toForward = new double[j * j];
        Span<double> toBackward = new double[j * j];
        Span<double> gains = new double[j * columns];
        Span<double> explained = new double[j * columns];

        for (var order = 0; order < _taps; order++)
        {
            if (order > 0 && !Advance(order, sum, next, forwardFactor, backwardFactor, toForward, toBackward)) return false;
            if (order == 0) Kernels.Extend(_matrix, _forward, _backward, order, toForward, toBackward, next);

            // What the solution of the lower order leaves of the last row goes into all by B.
            _backwardPower.CopyTo(backwardFactor);
            if (!SmallFactor.TryFactor(backwardFactor, j)) return false;
            for (var i = 0; i < j; i++)
            {
                for (var e = 0; e < columns; e++)
                {
                    gains[(i * columns) + e] = right[(((e * j) + i) * stride) + order] - explained[(i * columns) + e];
                }
            }

            SmallFactor.Solve(backwardFactor, j, gains, columns);
            for (var e = 0; e < columns; e++) Kernels.Correct(_matrix, _backward, solution, e, columns, order, gains, explained);
            next.CopyTo(sum);
        }

        return true;
    }

    // From `order` blocks to one more. The factor of Q is that of the step before.
    private bool Advance(
        int order, Span<double> sum, Span<double> next, Span<double> forwardFactor, ReadOnlySpan<double> backwardFactor,
        Span<double> toForward, Span<double> toBackward)
    {
        var j = _sources;
        sum.CopyTo(toForward);
        SmallFactor.Solve(backwardFactor, j, toForward, j);

        _forwardPower.CopyTo(forwardFactor);
        if (!SmallFactor.TryFactor(forwardFactor, j)) return false;
        for (var row = 0; row < j; row++)
        {
            for (var column = 0; column < j; column++) toBackward[(row * j) + column] = sum[(column * j) + row];
        }

        SmallFactor.Solve(forwardFactor, j, toBackward, j);
        Kernels.Extend(_matrix, _forward, _backward, order, toForward, toBackward, next);

        // Both stay symmetric: each is computed above the diagonal and mirrored.
        for (var row = 0; row < j; row++)
        {
            for (var column = row; column < j; column++)
            {
                var (forward, backward) = (0.0, 0.0);
                for (var k = 0; k < j; k++)
                {
                    forward += sum[(k * j) + row] * toForward[(k * j) + column];
                    backward += sum[(row * j) + k] * toBackward[(k * j) + column];
                }

                _forwardPower[(column * j) + row] = _forwardPower[(row * j) + column] -= forward;
                _backwardPower[(column * j) + row] = _backwardPower[(row * j) + column] -= backward;
            }
        }

        return true;
    }

    // Gohberg and Semencul (1972): block p of the diagonal of inv(T) is block p-1 of it plus F[p] inv(P) F[p]' - B[p-1] inv(Q) B[p-1]'.
    private double? InverseTrace()
    {
        var j = _sources;
        var (forward, backward) = (new double[j * j], new double[j * j]);
        _forwardPower.CopyTo(forward, 0);
        _backwardPower.CopyTo(backward, 0);
        if (!SmallFactor.TryFactor(forward, j) || !SmallFactor.TryFactor(backward, j)) return null;
        var trace = 0.0;
        Span<double> row = new double[j];
        for (var i = 0; i < j; i++)
        {
            for (var p = 0; p < _taps; p++)
            {
                var share = Form(_forward, i, p, forward, row);
                if (p > 0) share -= Form(_backward, i, p - 1, backward, row);
                trace += (_taps - p) * share;
            }
        }

        // At least what the trace of T, its size, implies.
        var size = (double)_taps * j;
        return trace >= 0.5 * size && double.IsFinite(trace) ? Math.Max(trace, size) : null;
    }

    // v inv(P) v' for row i of block p.
    private double Form(double[] blocks, int i, int p, ReadOnlySpan<double> factor, Span<double> row)
    {
        var form = 0.0;
        for (var column = 0; column < _sources; column++)
        {
            var value = blocks[(((i * _sources) + column) * _matrix.Stride) + p];
            for (var k = 0; k < column; k++) value -= factor[(column * _sources) + k] * row[k];
            row[column] = value / factor[(column * _sources) + column];
            form += row[column] * row[column];
        }

        return form;
    }
}
