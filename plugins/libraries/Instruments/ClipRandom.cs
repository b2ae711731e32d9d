using System.Text;

namespace PluginHost.Instruments;

/// <summary>
/// PCG-XSH-RR 64/32 generator keyed by a seed and a list of names, so that what a clip holds is a pure function of
/// (seed, class, clip id) on every platform and in every order of building. Not safe for concurrent use.
/// </summary>
public sealed class ClipRandom
{
    private readonly ulong _key;
    private readonly ulong _experience;
    private ulong _state;

    public ClipRandom(ulong seed, params ReadOnlySpan<string> names)
    {
        _key = Mix(seed ^ 0x9E3779B97F4A7C15UL);
        foreach (var name in names) _key = Mix(_key ^ Hash(name));
        _experience = (Mix(_key + 1) << 1) | 1;
        _state = Mix(_key + 2);
        NextUInt();
    }

    /// <summary>A stream that depends on this one's key and the name only, not on how much of this one was used.</summary>
    public ClipRandom Branch(string name) => new(_key, name);

    public uint NextUInt()
    {
        var old = _state;
        _state = unchecked((old * 6364136223846793005UL) + _experience);
        var shifted = (uint)(((old >> 18) ^ old) >> 27);
        return uint.RotateRight(shifted, (int)(old >> 59));
    }

    /// <summary>Uniform in [0, 1) with 32 bits.</summary>
    public double NextDouble() => NextUInt() * (1.0 / 4294967296.0);

    public double Uniform(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform integer, both ends included.</summary>
    public int Integer(int low, int high) => low + (int)(NextDouble() * (high - low + 1));

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Around 1: a factor drawn uniformly from 1 - spread to 1 + spread.</summary>
    public double Jitter(double spread) => Uniform(1 - spread, 1 + spread);

    /// <summary>Standard normal deviate (Box-Muller, one of the pair).</summary>
    public double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    private static ulong Hash(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(name)) hash = unchecked((hash ^ value) * 1099511628211UL);
        return hash;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
