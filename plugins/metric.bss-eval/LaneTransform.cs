using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace PluginHost.Plugins.BssEval;

/// <summary>
/// Complex Fourier transforms of four signals at once, one in each lane of a vector, by radix 4 in place (Cooley and Tukey, 1965). The
/// spectrum is in digit-reversed order, which sums of products of spectra do not mind. A point takes eight doubles: four real parts, four
/// imaginary ones. Safe to use from several threads.
/// </summary>
internal sealed class LaneTransform
{
    /// <summary>Doubles of one point of the four signals.</summary>
    public const int Point = 8;

    // By size: w^j, w^2j and w^3j of each j below a quarter of the size, w = e^(-2 pi i / size).
    private readonly Dictionary<int, double[]> _turns = [];

    /// <summary>Prepares transforms.</summary>
    /// <param name="size">Their length N, a power of two from 4 on.</param>
    public LaneTransform(int size)
    {
        Size = size;
        for (var part = size; part >= 4; part /= 4) _turns[part] = Turns(part);
    }

    /// <summary>The length N.</summary>
    public int Size { get; }

    /// <summary>Transforms signals whose second half is zero.</summary>
    /// <param name="signal">Their first half, N/2 points.</param>
    /// <param name="spectrum">The spectrum, N points: bins k with k mod 4 = q are in quarter q.</param>
    public void Forward(ReadOnlySpan<double> signal, Span<double> spectrum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(signal.Length, Size / 2 * Point, nameof(signal));
        ArgumentOutOfRangeException.ThrowIfNotEqual(spectrum.Length, Size * Point, nameof(spectrum));
        SplitHalf(ref MemoryMarshal.GetReference(signal), ref MemoryMarshal.GetReference(spectrum), Size / 4, ref _turns[Size][0]);
        var quarter = Size / 4;
        for (var part = 0; part < 4; part++) Apart(spectrum.Slice(part * quarter * Point, quarter * Point), quarter);
    }

    /// <summary>Transforms back, without the factor 1/N.</summary>
    /// <param name="spectrum">A spectrum in the order that <see cref="Forward"/> leaves, N points; the signals afterwards.</param>
    public void Backward(Span<double> spectrum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(spectrum.Length, Size * Point, nameof(spectrum));
        Together(spectrum, Size);
    }

    // Each part is finished before the next, so that it stays in the nearest cache.
    private void Apart(Span<double> data, int size)
    {
        if (size == 1) return;
        ref var first = ref MemoryMarshal.GetReference(data);
        if (size == 2)
        {
            Pair(ref first);
            return;
        }

        var quarter = size / 4;
        Split(ref first, quarter, ref _turns[size][0]);
        for (var part = 0; part < 4; part++) Apart(data.Slice(part * quarter * Point, quarter * Point), quarter);
    }

    private void Together(Span<double> data, int size)
    {
        if (size == 1) return;
        ref var first = ref MemoryMarshal.GetReference(data);
        if (size == 2)
        {
            Pair(ref first);
            return;
        }

        var quarter = size / 4;
        for (var part = 0; part < 4; part++) Together(data.Slice(part * quarter * Point, quarter * Point), quarter);
        Join(ref first, quarter, ref _turns[size][0]);
    }

    private static double[] Turns(int size)
    {
        var turns = new double[size / 4 * 6];
        for (var j = 0; j < size / 4; j++)
        {
            for (var power = 1; power <= 3; power++)
            {
                var (sine, cosine) = Math.SinCos(-2 * Math.PI * j * power / size);
                (turns[(j * 6) + (power * 2) - 2], turns[(j * 6) + (power * 2) - 1]) = (cosine, sine);
            }
        }

        return turns;
    }

    private static void Pair(ref double data)
    {
        for (nuint part = 0; part < Point; part += 4)
        {
            var (a, b) = (LoadUnsafe(ref data, part), LoadUnsafe(ref data, part + Point));
            (a + b).StoreUnsafe(ref data, part);
            (a - b).StoreUnsafe(ref data, part + Point);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SplitHalf(ref double signal, ref double data, int quarter, ref double turns)
    {
        var step = (nuint)quarter * Point;
        nuint turn = 0;
        for (nuint at = 0; at < step; at += Point, turn += 6)
        {
            var (ar, ai) = (LoadUnsafe(ref signal, at), LoadUnsafe(ref signal, at + 4));
            var (br, bi) = (LoadUnsafe(ref signal, at + step), LoadUnsafe(ref signal, at + step + 4));
            (ar + br).StoreUnsafe(ref data, at);
            (ai + bi).StoreUnsafe(ref data, at + 4);
            Turned(ar + bi, ai - br, ref turns, turn, ref data, at + step);
            Turned(ar - br, ai - bi, ref turns, turn + 2, ref data, at + (2 * step));
            Turned(ar - bi, ai + br, ref turns, turn + 4, ref data, at + (3 * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Split(ref double data, int quarter, ref double turns)
    {
        var step = (nuint)quarter * Point;
        nuint turn = 0;
        for (nuint at = 0; at < step; at += Point, turn += 6)
        {
            var (ar, ai) = (LoadUnsafe(ref data, at), LoadUnsafe(ref data, at + 4));
            var (br, bi) = (LoadUnsafe(ref data, at + step), LoadUnsafe(ref data, at + step + 4));
            var (cr, ci) = (LoadUnsafe(ref data, at + (2 * step)), LoadUnsafe(ref data, at + (2 * step) + 4));
            var (dr, di) = (LoadUnsafe(ref data, at + (3 * step)), LoadUnsafe(ref data, at + (3 * step) + 4));
            var (sr, si) = (ar + cr, ai + ci);
            var (tr, ti) = (br + dr, bi + di);
            var (ur, ui) = (ar - cr, ai - ci);
            var (vr, vi) = (br - dr, bi - di);
            (sr + tr).StoreUnsafe(ref data, at);
            (si + ti).StoreUnsafe(ref data, at + 4);
            Turned(ur + vi, ui - vr, ref turns, turn, ref data, at + step);
            Turned(sr - tr, si - ti, ref turns, turn + 2, ref data, at + (2 * step));
            Turned(ur - vi, ui + vr, ref turns, turn + 4, ref data, at + (3 * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Join(ref double data, int quarter, ref double turns)
    {
        var step = (nuint)quarter * Point;
        nuint turn = 0;
        for (nuint at = 0; at < step; at += Point, turn += 6)
        {
            var (ar, ai) = (LoadUnsafe(ref data, at), LoadUnsafe(ref data, at + 4));
            var (br, bi) = TurnedBack(ref data, at + step, ref turns, turn);
            var (cr, ci) = TurnedBack(ref data, at + (2 * step), ref turns, turn + 2);
            var (dr, di) = TurnedBack(ref data, at + (3 * step), ref turns, turn + 4);
            var (sr, si) = (ar + cr, ai + ci);
            var (tr, ti) = (br + dr, bi + di);
            var (ur, ui) = (ar - cr, ai - ci);
            var (vr, vi) = (br - dr, bi - di);
            (sr + tr).StoreUnsafe(ref data, at);
            (si + ti).StoreUnsafe(ref data, at + 4);
            (ur - vi).StoreUnsafe(ref data, at + step);
            (ui + vr).StoreUnsafe(ref data, at + step + 4);
            (sr - tr).StoreUnsafe(ref data, at + (2 * step));
            (si - ti).StoreUnsafe(ref data, at + (2 * step) + 4);
            (ur + vi).StoreUnsafe(ref data, at + (3 * step));
            (ui - vr).StoreUnsafe(ref data, at + (3 * step) + 4);
        }
    }

    // Stores x w.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turned(Vector256<double> xr, Vector256<double> xi, ref double turns, nuint turn, ref double data, nuint at)
    {
        var (wr, wi) = (Create(Unsafe.Add(ref turns, turn)), Create(Unsafe.Add(ref turns, turn + 1)));
        MultiplyAddEstimate(xr, wr, -(xi * wi)).StoreUnsafe(ref data, at);
        MultiplyAddEstimate(xr, wi, xi * wr).StoreUnsafe(ref data, at + 4);
    }

    // Loads x and gives x times the conjugate of w.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Real, Vector256<double> Imaginary) TurnedBack(ref double data, nuint at, ref double turns, nuint turn)
    {
        var (xr, xi) = (LoadUnsafe(ref data, at), LoadUnsafe(ref data, at + 4));
        var (wr, wi) = (Create(Unsafe.Add(ref turns, turn)), Create(Unsafe.Add(ref turns, turn + 1)));
        return (MultiplyAddEstimate(xr, wr, xi * wi), MultiplyAddEstimate(xi, wr, -(xr * wi)));
    }
}
