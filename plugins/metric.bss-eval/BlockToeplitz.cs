using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace PluginHost.Plugins.BssEval;

/// <summary>
/// The Gram matrix of delayed references: T[(i,a),(j,b)] = r_ij(b - a) with r_ij(k) = r_ji(-k), scaled so that r_ii(0) = 1. Symmetric.
/// Vectors over it are columns of <see cref="Stride"/> doubles: column e J + i has the values of source i for right-hand side e, F of them
/// and zeros behind, so that loops by four may run over the end.
/// </summary>
internal sealed class BlockToeplitz
{
    private const int Overrun = 8;
    private readonly double[] _lags;

    /// <summary>Takes the matrix of some references.</summary>
    /// <param name="correlations">Correlations.</param>
    /// <param name="sources">Which references, J of them.</param>
    public BlockToeplitz(Correlations correlations, IReadOnlyList<int> sources)
    {
        Sources = sources.Count;
        Taps = correlations.Taps;
        Stride = Taps + Overrun;
        Width = (2 * Taps) - 1 + Overrun;
        _lags = new double[Sources * Sources * Width];
        for (var i = 0; i < Sources; i++)
        {
            for (var j = 0; j < Sources; j++)
            {
                // r_ij(k) = sum over n of s_j(n) s_i(n+k).
                var (after, before) = (correlations[sources[j], sources[i]], correlations[sources[i], sources[j]]);
                var scale = 1 / Math.Sqrt(correlations.Energies[sources[i]] * correlations.Energies[sources[j]]);
                var row = _lags.AsSpan(((i * Sources) + j) * Width, Width);
                for (var lag = 0; lag < Taps; lag++)
                {
                    row[Taps - 1 - lag] = before[lag] * scale;
                    row[Taps - 1 + lag] = after[lag] * scale;
                }
            }
        }
    }

    /// <summary>The number of sources J.</summary>
    public int Sources { get; }

    /// <summary>The order F: delays of each source.</summary>
    public int Taps { get; }

    /// <summary>Doubles from one column of a vector to the next.</summary>
    public int Stride { get; }

    /// <summary>Doubles from r_ij to r_i(j+1), row by row.</summary>
    public int Width { get; }

    /// <summary>An element of the block at a lag.</summary>
    /// <param name="i">The first source.</param>
    /// <param name="j">The second source.</param>
    /// <param name="lag">The lag, from -(F-1) to F-1.</param>
    public double this[int i, int j, int lag] => _lags[(((i * Sources) + j) * Width) + Taps - 1 + lag];

    /// <summary>r_ij from a lag upwards; <see cref="Overrun"/> more values than there are lags may be read.</summary>
    /// <param name="i">The first source.</param>
    /// <param name="j">The second source.</param>
    /// <param name="lag">The first lag, from -(F-1) to 0.</param>
    public ref double From(int i, int j, int lag) => ref _lags[(((i * Sources) + j) * Width) + Taps - 1 + lag];

    /// <summary>What the equations T x = d lack: d - T x.</summary>
    /// <param name="right">Right-hand sides d.</param>
    /// <param name="solution">Solutions x.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    /// <returns>The residuals, shaped as the right-hand sides.</returns>
    public double[] Residual(double[] right, double[] solution, int columns)
    {
        var residual = new double[right.Length];
        for (var column = 0; column < columns; column++)
        {
            for (var i = 0; i < Sources; i++)
            {
                var at = ((column * Sources) + i) * Stride;
                right.AsSpan(at, Taps).CopyTo(residual.AsSpan(at));
                for (var j = 0; j < Sources; j++)
                {
                    Subtract(ref From(i, j, 0), ref solution[((column * Sources) + j) * Stride], ref residual[at], Taps);
                }
            }
        }

        return residual;
    }

    /// <summary>A product of two rows.</summary>
    /// <param name="a">The first row.</param>
    /// <param name="b">The second row; zero behind its end, up to a multiple of eight.</param>
    /// <param name="count">The number of values.</param>
    /// <returns>The sum of products.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ref double a, ref double b, int count)
    {
        var (first, second) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (nuint at = 0; at < (nuint)count; at += 8)
        {
            first = MultiplyAddEstimate(LoadUnsafe(ref a, at), LoadUnsafe(ref b, at), first);
            second = MultiplyAddEstimate(LoadUnsafe(ref a, at + 4), LoadUnsafe(ref b, at + 4), second);
        }

        return Sum(first + second);
    }

    // y[a] -= sum over b of r(b - a) x[b]; r stands at lag 0. Four rows share the loads of x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(ref double lags, ref double x, ref double y, int taps)
    {
        var row = 0;
        for (; row + 4 <= taps; row += 4)
        {
            ref var window = ref Unsafe.Add(ref lags, -row - 3);
            var (a, b, c, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
            for (nuint at = 0; at < (nuint)taps; at += 4)
            {
                var value = LoadUnsafe(ref x, at);
                a = MultiplyAddEstimate(LoadUnsafe(ref window, at + 3), value, a);
                b = MultiplyAddEstimate(LoadUnsafe(ref window, at + 2), value, b);
                c = MultiplyAddEstimate(LoadUnsafe(ref window, at + 1), value, c);
                d = MultiplyAddEstimate(LoadUnsafe(ref window, at), value, d);
            }

            Unsafe.Add(ref y, row) -= Sum(a);
            Unsafe.Add(ref y, row + 1) -= Sum(b);
            Unsafe.Add(ref y, row + 2) -= Sum(c);
            Unsafe.Add(ref y, row + 3) -= Sum(d);
        }

        for (; row < taps; row++) Unsafe.Add(ref y, row) -= Dot(ref Unsafe.Add(ref lags, -row), ref x, taps);
    }
}
