using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace PluginHost.Plugins.BssEval;

/// <summary>
/// The inner loops of <see cref="BlockLevinson"/>, four delays at a time. One source and two, the usual numbers, have loops of their own.
/// Loops run up to seven values over the end, where predictors and solutions are zero and stay so.
/// </summary>
internal static class Kernels
{
    /// <summary>
    /// Takes the predictors from n blocks to n + 1: F ← F - B U, B ← B - F V, with B one block later. Order 0 leaves them.
    /// </summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="forward">F; column i J + j has element ij of the blocks.</param>
    /// <param name="backward">B, its last block at F - 1.</param>
    /// <param name="order">n.</param>
    /// <param name="toForward">U, J J values.</param>
    /// <param name="toBackward">V, J J values.</param>
    /// <param name="sum">Receives the sum over b of R(b - n - 1) F[b]; only if n + 1 is below the order of the matrix.</param>
    public static void Extend(
        BlockToeplitz matrix, double[] forward, double[] backward, int order,
        ReadOnlySpan<double> toForward, ReadOnlySpan<double> toBackward, Span<double> sum)
    {
        var (j, stride) = (matrix.Sources, matrix.Stride);

        // The last step needs no further sum; lags from the least one on are read and not used.
        var lag = -Math.Min(order + 1, matrix.Taps - 1);
        var from = matrix.Taps - 1 - order;
        switch (j)
        {
            case 1:
                sum[0] = ExtendOne(ref forward[0], ref backward[from], ref matrix.From(0, 0, lag), order + 1, toForward[0], toBackward[0]);
                return;
            case 2:
                ExtendTwo(
                    ref forward[0], ref backward[from], ref matrix.From(0, 0, lag), stride, matrix.Width, order + 1,
                    toForward, toBackward, sum);
                return;
            default:
                break;
        }

        var row = new Vector256<double>[2 * j];
        for (var i = 0; i < j; i++)
        {
            ExtendRow(ref forward[i * j * stride], ref backward[(i * j * stride) + from], stride, j, order + 1, toForward, toBackward, row);
        }

        for (var i = 0; i < j; i++)
        {
            for (var column = 0; column < j; column++)
            {
                var total = 0.0;
                for (var k = 0; k < j; k++)
                {
                    total += BlockToeplitz.Dot(ref matrix.From(i, k, lag), ref forward[((k * j) + column) * stride], order + 1);
                }

                sum[(i * j) + column] = total;
            }
        }
    }

    /// <summary>Takes a solution from n blocks to n + 1: x ← x + B g.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="backward">B of n + 1 blocks.</param>
    /// <param name="solution">The solutions x.</param>
    /// <param name="column">Which one.</param>
    /// <param name="columns">The number of solutions.</param>
    /// <param name="order">n.</param>
    /// <param name="gains">g, J rows of one value for each solution.</param>
    /// <param name="explained">Receives the sum over b of R(b - n - 1) x[b], as the gains; only if n + 1 is below the order of the
    /// matrix.</param>
    public static void Correct(
        BlockToeplitz matrix, double[] backward, double[] solution, int column, int columns, int order,
        ReadOnlySpan<double> gains, Span<double> explained)
    {
        var (j, stride) = (matrix.Sources, matrix.Stride);
        var lag = -Math.Min(order + 1, matrix.Taps - 1);
        var from = matrix.Taps - 1 - order;
        ref var x = ref solution[column * j * stride];
        switch (j)
        {
            case 1:
                explained[column] = CorrectOne(ref x, ref backward[from], ref matrix.From(0, 0, lag), order + 1, gains[column]);
                return;
            case 2:
                (explained[column], explained[columns + column]) = CorrectTwo(
                    ref x, ref backward[from], ref matrix.From(0, 0, lag), stride, matrix.Width, order + 1,
                    gains[column], gains[columns + column]);
                return;
            default:
                break;
        }

        for (var i = 0; i < j; i++)
        {
            for (var k = 0; k < j; k++)
            {
                ref var b = ref backward[(((i * j) + k) * stride) + from];
                Add(ref Unsafe.Add(ref x, i * stride), ref b, gains[(k * columns) + column], order + 1);
            }
        }

        for (var i = 0; i < j; i++)
        {
            var total = 0.0;
            for (var k = 0; k < j; k++)
            {
                total += BlockToeplitz.Dot(ref matrix.From(i, k, lag), ref Unsafe.Add(ref x, k * stride), order + 1);
            }

            explained[(i * columns) + column] = total;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double ExtendOne(
        ref double forward, ref double backward, ref double lags, int count, double toForward, double toBackward)
    {
        var (u, v) = (Create(-toForward), Create(-toBackward));
        var (first, second) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (nuint at = 0; at < (nuint)count; at += 8)
        {
            var (f, b) = (LoadUnsafe(ref forward, at), LoadUnsafe(ref backward, at));
            var (g, c) = (LoadUnsafe(ref forward, at + 4), LoadUnsafe(ref backward, at + 4));
            MultiplyAddEstimate(f, v, b).StoreUnsafe(ref backward, at);
            MultiplyAddEstimate(g, v, c).StoreUnsafe(ref backward, at + 4);
            (f, g) = (MultiplyAddEstimate(b, u, f), MultiplyAddEstimate(c, u, g));
            f.StoreUnsafe(ref forward, at);
            g.StoreUnsafe(ref forward, at + 4);
            first = MultiplyAddEstimate(LoadUnsafe(ref lags, at), f, first);
            second = MultiplyAddEstimate(LoadUnsafe(ref lags, at + 4), g, second);
        }

        return Sum(first + second);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExtendTwo(
        ref double forward, ref double backward, ref double lags, int stride, int width, int count,
        ReadOnlySpan<double> toForward, ReadOnlySpan<double> toBackward, Span<double> sum)
    {
        ref var f = ref forward;
        ref var b = ref backward;
        var (one, two, three) = ((nuint)stride, 2 * (nuint)stride, 3 * (nuint)stride);
        var (w, ww, www) = ((nuint)width, 2 * (nuint)width, 3 * (nuint)width);
        var (u00, u01, u10, u11) = (Create(-toForward[0]), Create(-toForward[1]), Create(-toForward[2]), Create(-toForward[3]));
        var (v00, v01, v10, v11) = (Create(-toBackward[0]), Create(-toBackward[1]), Create(-toBackward[2]), Create(-toBackward[3]));
        var (s00, s01, s10, s11) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (nuint at = 0; at < (nuint)count; at += 4)
        {
            // Row 0 of the blocks, which the first column of R multiplies; then row 1 and the second.
            var (f0, f1, b0, b1) = (LoadUnsafe(ref f, at), LoadUnsafe(ref f, at + one), LoadUnsafe(ref b, at), LoadUnsafe(ref b, at + one));
            MultiplyAddEstimate(f1, v10, MultiplyAddEstimate(f0, v00, b0)).StoreUnsafe(ref b, at);
            MultiplyAddEstimate(f1, v11, MultiplyAddEstimate(f0, v01, b1)).StoreUnsafe(ref b, at + one);
            f0 = MultiplyAddEstimate(b1, u10, MultiplyAddEstimate(b0, u00, f0));
            f1 = MultiplyAddEstimate(b1, u11, MultiplyAddEstimate(b0, u01, f1));
            f0.StoreUnsafe(ref f, at);
            f1.StoreUnsafe(ref f, at + one);
            var (r0, r1) = (LoadUnsafe(ref lags, at), LoadUnsafe(ref lags, at + ww));
            (s00, s01) = (MultiplyAddEstimate(r0, f0, s00), MultiplyAddEstimate(r0, f1, s01));
            (s10, s11) = (MultiplyAddEstimate(r1, f0, s10), MultiplyAddEstimate(r1, f1, s11));

            (f0, f1) = (LoadUnsafe(ref f, at + two), LoadUnsafe(ref f, at + three));
            (b0, b1) = (LoadUnsafe(ref b, at + two), LoadUnsafe(ref b, at + three));
            MultiplyAddEstimate(f1, v10, MultiplyAddEstimate(f0, v00, b0)).StoreUnsafe(ref b, at + two);
            MultiplyAddEstimate(f1, v11, MultiplyAddEstimate(f0, v01, b1)).StoreUnsafe(ref b, at + three);
            f0 = MultiplyAddEstimate(b1, u10, MultiplyAddEstimate(b0, u00, f0));
            f1 = MultiplyAddEstimate(b1, u11, MultiplyAddEstimate(b0, u01, f1));
            f0.StoreUnsafe(ref f, at + two);
            f1.StoreUnsafe(ref f, at + three);
            (r0, r1) = (LoadUnsafe(ref lags, at + w), LoadUnsafe(ref lags, at + www));
            (s00, s01) = (MultiplyAddEstimate(r0, f0, s00), MultiplyAddEstimate(r0, f1, s01));
            (s10, s11) = (MultiplyAddEstimate(r1, f0, s10), MultiplyAddEstimate(r1, f1, s11));
        }

        (sum[0], sum[1], sum[2], sum[3]) = (Sum(s00), Sum(s01), Sum(s10), Sum(s11));
    }

    // Row i of all blocks.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExtendRow(
        ref double forward, ref double backward, int stride, int sources, int count,
        ReadOnlySpan<double> toForward, ReadOnlySpan<double> toBackward, Vector256<double>[] row)
    {
        for (nuint at = 0; at < (nuint)count; at += 4)
        {
            for (var k = 0; k < sources; k++)
            {
                row[k] = LoadUnsafe(ref forward, at + (nuint)(k * stride));
                row[sources + k] = LoadUnsafe(ref backward, at + (nuint)(k * stride));
            }

            for (var column = 0; column < sources; column++)
            {
                var (f, b) = (row[column], row[sources + column]);
                for (var k = 0; k < sources; k++)
                {
                    f = MultiplyAddEstimate(row[sources + k], Create(-toForward[(k * sources) + column]), f);
                    b = MultiplyAddEstimate(row[k], Create(-toBackward[(k * sources) + column]), b);
                }

                f.StoreUnsafe(ref forward, at + (nuint)(column * stride));
                b.StoreUnsafe(ref backward, at + (nuint)(column * stride));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double CorrectOne(ref double x, ref double backward, ref double lags, int count, double gain)
    {
        var g = Create(gain);
        var (first, second) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (nuint at = 0; at < (nuint)count; at += 8)
        {
            var a = MultiplyAddEstimate(LoadUnsafe(ref backward, at), g, LoadUnsafe(ref x, at));
            var b = MultiplyAddEstimate(LoadUnsafe(ref backward, at + 4), g, LoadUnsafe(ref x, at + 4));
            a.StoreUnsafe(ref x, at);
            b.StoreUnsafe(ref x, at + 4);
            first = MultiplyAddEstimate(LoadUnsafe(ref lags, at), a, first);
            second = MultiplyAddEstimate(LoadUnsafe(ref lags, at + 4), b, second);
        }

        return Sum(first + second);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double First, double Second) CorrectTwo(
        ref double x, ref double backward, ref double lags, int stride, int width, int count, double first, double second)
    {
        var (one, two, three) = ((nuint)stride, 2 * (nuint)stride, 3 * (nuint)stride);
        var (w, ww, www) = ((nuint)width, 2 * (nuint)width, 3 * (nuint)width);
        var (g0, g1) = (Create(first), Create(second));
        var (s0, s1) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (nuint at = 0; at < (nuint)count; at += 4)
        {
            var a = MultiplyAddEstimate(LoadUnsafe(ref backward, at), g0, LoadUnsafe(ref x, at));
            a = MultiplyAddEstimate(LoadUnsafe(ref backward, at + one), g1, a);
            var b = MultiplyAddEstimate(LoadUnsafe(ref backward, at + two), g0, LoadUnsafe(ref x, at + one));
            b = MultiplyAddEstimate(LoadUnsafe(ref backward, at + three), g1, b);
            a.StoreUnsafe(ref x, at);
            b.StoreUnsafe(ref x, at + one);
            s0 = MultiplyAddEstimate(LoadUnsafe(ref lags, at + w), b, MultiplyAddEstimate(LoadUnsafe(ref lags, at), a, s0));
            s1 = MultiplyAddEstimate(LoadUnsafe(ref lags, at + www), b, MultiplyAddEstimate(LoadUnsafe(ref lags, at + ww), a, s1));
        }

        return (Sum(s0), Sum(s1));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ref double to, ref double from, double factor, int count)
    {
        var factors = Create(factor);
        for (nuint at = 0; at < (nuint)count; at += 4)
        {
            MultiplyAddEstimate(LoadUnsafe(ref from, at), factors, LoadUnsafe(ref to, at)).StoreUnsafe(ref to, at);
        }
    }
}
