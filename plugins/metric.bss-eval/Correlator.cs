using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector256;

namespace PluginHost.Plugins.BssEval;

/// <summary>
/// Correlates references with signals by short Fourier transforms (overlap-save: Stockham, 1966). A signal is cut into blocks of B samples,
/// N = 2B; a block with B zeros behind it has the spectrum X, and the window of N samples that starts with it has X + (-1)^k X', X' of the
/// next block. So each block is transformed once. Eight stretches of a signal are worked on at once: four lanes, two to a complex number,
/// whose product with another's conjugate has the sum of both correlations in its real part. Safe to use from several threads.
/// </summary>
/// <param name="taps">The number of lags F.</param>
internal sealed class Correlator(int taps)
{
    private const int LeastBlock = 32;
    private const int Stretches = 8;

    // A window reaches B samples past its block: lags up to B.
    private readonly LaneTransform _transform =
        new(2 * (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(taps - 1, LeastBlock)));

    /// <summary>Correlates.</summary>
    /// <typeparam name="T">Float or double.</typeparam>
    /// <param name="signals">The signals x, S rows of L samples.</param>
    /// <param name="references">How many of the signals are references s, the first ones: J.</param>
    /// <returns>The correlations.</returns>
    public Correlations Correlate<T>(SignalRows<T> signals, int references)
        where T : unmanaged
    {
        var count = signals.Count;
        var size = _transform.Size * LaneTransform.Point;
        var pool = ArrayPool<double>.Shared;
        var (block, now, next) = (pool.Rent(size / 2), pool.Rent(count * size), pool.Rent(count * size));
        var sums = pool.Rent(references * count * size);
        try
        {
            Array.Clear(sums, 0, references * count * size);
            var (samples, steps) = (_transform.Size / 2, Steps(signals.Length));
            var (energies, levels) = (new double[count], new double[count]);

            // In the step after the last a stretch's next block is the first one of the stretch behind it.
            for (var step = 0; step <= steps; step++)
            {
                for (var signal = 0; signal < count; signal++)
                {
                    Load(signals[signal], block, samples, step, steps);
                    if (step < steps) Measure(block.AsSpan(0, size / 2), ref energies[signal], ref levels[signal]);
                    _transform.Forward(block.AsSpan(0, size / 2), next.AsSpan(signal * size, size));
                }

                if (step > 0) Add(now, next, sums, references, count, size);
                (now, next) = (next, now);
            }

            return new(taps, count, energies, levels, Lags(sums, references * count));
        }
        finally
        {
            foreach (var rented in new[] { block, now, next, sums }) pool.Return(rented);
        }
    }

    // Blocks of one stretch.
    private int Steps(int length)
    {
        var samples = _transform.Size / 2;
        var blocks = (length + samples - 1) / samples;
        return Math.Max(1, (blocks + Stretches - 1) / Stretches);
    }

    // Takes block `step` of each stretch; what lies behind the end is zero.
    private static void Load<T>(ReadOnlySpan<T> signal, double[] block, int samples, int step, int steps)
        where T : unmanaged
    {
        for (var stretch = 0; stretch < Stretches; stretch += 4)
        {
            var a = Part(signal, ((stretch * steps) + step) * samples, samples);
            var b = Part(signal, (((stretch + 1) * steps) + step) * samples, samples);
            var c = Part(signal, (((stretch + 2) * steps) + step) * samples, samples);
            var d = Part(signal, (((stretch + 3) * steps) + step) * samples, samples);
            ref var target = ref MemoryMarshal.GetArrayDataReference(block);
            var whole = Math.Min(Math.Min(a.Length, b.Length), Math.Min(c.Length, d.Length));
            Interleave(a, b, c, d, whole, ref Unsafe.Add(ref target, stretch));
            for (var n = whole; n < samples; n++)
            {
                var at = (n * LaneTransform.Point) + stretch;
                (block[at], block[at + 1], block[at + 2], block[at + 3]) = (At(a, n), At(b, n), At(c, n), At(d, n));
            }
        }
    }

    private static ReadOnlySpan<T> Part<T>(ReadOnlySpan<T> signal, int from, int samples) =>
        from >= signal.Length ? [] : signal.Slice(from, Math.Min(samples, signal.Length - from));

    private static double At<T>(ReadOnlySpan<T> part, int n)
        where T : unmanaged => n < part.Length ? Value(in part[n]) : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Value<T>(ref readonly T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.As<T, float>(ref Unsafe.AsRef(in value)) : Unsafe.As<T, double>(ref Unsafe.AsRef(in value));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, ReadOnlySpan<T> d, int count, ref double target)
        where T : unmanaged
    {
        for (var n = 0; n < count; n++)
        {
            var values = Create(Value(in a[n]), Value(in b[n]), Value(in c[n]), Value(in d[n]));
            values.StoreUnsafe(ref target, (nuint)(n * LaneTransform.Point));
        }
    }

    // Sums by block and lane keep rounding far below that of one long sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Measure(ReadOnlySpan<double> block, ref double energy, ref double level)
    {
        ref var data = ref MemoryMarshal.GetReference(block);
        var (squares, others) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var (sizes, rest) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (nuint at = 0; at < (nuint)block.Length; at += 8)
        {
            var (x, y) = (LoadUnsafe(ref data, at), LoadUnsafe(ref data, at + 4));
            (squares, others) = (MultiplyAddEstimate(x, x, squares), MultiplyAddEstimate(y, y, others));
            (sizes, rest) = (sizes + Abs(x), rest + Abs(y));
        }

        energy += Sum(squares + others);
        level += Sum(sizes + rest);
    }

    // sums[i, x] += conj(X_i) (X_x + (-1)^k X'_x) in each lane; odd bins are in the second and the fourth quarter.
    private static void Add(double[] now, double[] next, double[] sums, int references, int count, int size)
    {
        ref var last = ref MemoryMarshal.GetArrayDataReference(now);
        ref var here = ref MemoryMarshal.GetArrayDataReference(next);
        ref var total = ref MemoryMarshal.GetArrayDataReference(sums);
        for (var signal = 0; signal < count; signal++)
        {
            for (var quarter = 0; quarter < 4; quarter++)
            {
                var (at, sign) = (quarter * size / 4, quarter % 2 == 0 ? 1.0 : -1.0);
                ref var x = ref Unsafe.Add(ref last, (signal * size) + at);
                ref var y = ref Unsafe.Add(ref here, (signal * size) + at);
                var reference = 0;
                for (; reference + 1 < references; reference += 2)
                {
                    AddTwo(
                        ref x, ref y, sign, ref Unsafe.Add(ref last, (reference * size) + at),
                        ref Unsafe.Add(ref last, ((reference + 1) * size) + at),
                        ref Unsafe.Add(ref total, (((reference * count) + signal) * size) + at),
                        ref Unsafe.Add(ref total, ((((reference + 1) * count) + signal) * size) + at), size / 4);
                }

                if (reference < references)
                {
                    AddOne(
                        ref x, ref y, sign, ref Unsafe.Add(ref last, (reference * size) + at),
                        ref Unsafe.Add(ref total, (((reference * count) + signal) * size) + at), size / 4);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOne(ref double x, ref double y, double sign, ref double s, ref double sum, int count)
    {
        var signs = Create(sign);
        for (nuint at = 0; at < (nuint)count; at += 8)
        {
            var zr = MultiplyAddEstimate(LoadUnsafe(ref y, at), signs, LoadUnsafe(ref x, at));
            var zi = MultiplyAddEstimate(LoadUnsafe(ref y, at + 4), signs, LoadUnsafe(ref x, at + 4));
            AddProduct(ref s, zr, zi, ref sum, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTwo(
        ref double x, ref double y, double sign, ref double s, ref double t, ref double sum, ref double other, int count)
    {
        var signs = Create(sign);
        for (nuint at = 0; at < (nuint)count; at += 8)
        {
            var zr = MultiplyAddEstimate(LoadUnsafe(ref y, at), signs, LoadUnsafe(ref x, at));
            var zi = MultiplyAddEstimate(LoadUnsafe(ref y, at + 4), signs, LoadUnsafe(ref x, at + 4));
            AddProduct(ref s, zr, zi, ref sum, at);
            AddProduct(ref t, zr, zi, ref other, at);
        }
    }

    // sum += conj(s) z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(ref double s, Vector256<double> zr, Vector256<double> zi, ref double sum, nuint at)
    {
        var (sr, si) = (LoadUnsafe(ref s, at), LoadUnsafe(ref s, at + 4));
        MultiplyAddEstimate(sr, zr, MultiplyAddEstimate(si, zi, LoadUnsafe(ref sum, at))).StoreUnsafe(ref sum, at);
        MultiplyAddEstimate(sr, zi, MultiplyAddEstimate(-si, zr, LoadUnsafe(ref sum, at + 4))).StoreUnsafe(ref sum, at + 4);
    }

    // Adds up the lanes of each pair and transforms back, four pairs at once.
    private double[][] Lags(double[] sums, int pairs)
    {
        var size = _transform.Size * LaneTransform.Point;
        var work = ArrayPool<double>.Shared.Rent(size);
        var lags = new double[pairs][];
        for (var first = 0; first < pairs; first += 4)
        {
            var lanes = Math.Min(4, pairs - first);
            Array.Clear(work, 0, size);
            for (var lane = 0; lane < lanes; lane++)
            {
                ref var sum = ref sums[(first + lane) * size];
                for (var at = 0; at < size; at += 4) work[(at & ~7) + (at & 4) + lane] = Sum(LoadUnsafe(ref sum, (nuint)at));
            }

            _transform.Backward(work.AsSpan(0, size));
            for (var lane = 0; lane < lanes; lane++)
            {
                var values = lags[first + lane] = new double[taps];
                for (var lag = 0; lag < taps; lag++) values[lag] = work[(lag * LaneTransform.Point) + lane] / _transform.Size;
            }
        }

        ArrayPool<double>.Shared.Return(work);
        return lags;
    }
}
