using System.Numerics;

namespace PluginHost.Contracts;

/// <summary>A deterministic random stream, equal on every platform and version: xoshiro256** (Blackman and Vigna, 2018) seeded by SplitMix64.</summary>
/// <remarks>Not safe for use by several threads; derive one per thread or per item instead. Not for cryptography.</remarks>
public sealed class RandomStream
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">Any value; equal seeds give equal streams.</param>
    public RandomStream(ulong seed)
    {
        _s0 = Mix(seed);
        _s1 = Mix(_s0);
        _s2 = Mix(_s1);
        _s3 = Mix(_s2) | 1;
    }

    /// <summary>Draws 64 uniform bits.</summary>
    /// <returns>Any value.</returns>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Draws a uniform number.</summary>
    /// <returns>A value from 0 (inclusive) to 1 (exclusive), a multiple of 2^-53.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Draws a uniform number from a range.</summary>
    /// <param name="low">The lower end, inclusive.</param>
    /// <param name="high">The upper end, exclusive.</param>
    /// <returns>The number.</returns>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Draws a uniform integer without bias.</summary>
    /// <param name="count">How many values there are; at least 1.</param>
    /// <returns>A value from 0 to <paramref name="count"/> - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public int Next(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var bound = (ulong)count;
        var limit = ulong.MaxValue - (ulong.MaxValue % bound);
        ulong draw;
        do draw = NextUInt64();
        while (draw >= limit);
        return (int)(draw % bound);
    }

    /// <summary>Draws a uniform integer from a range.</summary>
    /// <param name="low">The lower end, inclusive.</param>
    /// <param name="high">The upper end, exclusive; above <paramref name="low"/>.</param>
    /// <returns>The integer.</returns>
    public int Next(int low, int high) => low + Next(high - low);

    /// <summary>Draws from the standard normal distribution (Box and Muller, 1958).</summary>
    /// <returns>A value with mean 0 and variance 1.</returns>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts items into a uniformly random order (Fisher and Yates).</summary>
    /// <typeparam name="T">The item type.</typeparam>
    /// <param name="items">The items; reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Draws distinct indices uniformly, without replacement.</summary>
    /// <param name="count">How many there are to draw from.</param>
    /// <param name="take">How many to draw; capped by <paramref name="count"/>.</param>
    /// <returns>The indices in the order drawn.</returns>
    public int[] Choose(int count, int take)
    {
        var indices = new int[count];
        for (var i = 0; i < count; i++) indices[i] = i;
        take = Math.Min(take, count);
        for (var i = 0; i < take; i++)
        {
            var j = Next(i, count);
            (indices[i], indices[j]) = (indices[j], indices[i]);
        }

        return indices[..take];
    }

    /// <summary>The SplitMix64 finalizer (Steele, Lea and Flood, 2014): a bijection that spreads every input bit over the output.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>The mixed value.</returns>
    internal static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
