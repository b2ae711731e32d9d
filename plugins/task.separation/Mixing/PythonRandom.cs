namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>
/// Python's <c>random</c> module, as far as the official evaluation pairing needs it, bit for bit: MT19937 (Matsumoto and Nishimura, 1998)
/// seeded by <c>init_by_array([seed])</c>, and integers by rejection on the bound's bit length (docs/separation.md, "Pairing").
/// </summary>
internal sealed class PythonRandom
{
    private const int Size = 624;
    private const int Shift = 397;
    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    /// <summary>Seeds as <c>random.seed(seed)</c> does.</summary>
    /// <param name="seed">The seed, below 2^32.</param>
    public PythonRandom(uint seed)
    {
        _state[0] = 19650218;
        for (var i = 1; i < Size; i++) _state[i] = (1812433253 * Folded(i - 1)) + (uint)i;
        var at = 1;
        for (var i = 0; i < Size; i++)
        {
            // The key has one element, so its index in the original's sum is always 0.
            _state[at] = (_state[at] ^ (Folded(at - 1) * 1664525)) + seed;
            at = Advance(at);
        }

        for (var i = 0; i < Size - 1; i++)
        {
            _state[at] = (_state[at] ^ (Folded(at - 1) * 1566083941)) - (uint)at;
            at = Advance(at);
        }

        _state[0] = 0x80000000;
    }

    /// <summary>Draws as <c>random.randint(0, bound - 1)</c> does.</summary>
    /// <param name="bound">One past the largest value; at least 1.</param>
    /// <returns>A number from 0 to <paramref name="bound"/> - 1.</returns>
    public int Below(int bound)
    {
        var spare = int.LeadingZeroCount(bound);
        uint drawn;
        do drawn = Next() >> spare;
        while (drawn >= (uint)bound);
        return (int)drawn;
    }

    private uint Next()
    {
        if (_next == Size) Twist();
        var drawn = _state[_next++];
        drawn ^= drawn >> 11;
        drawn ^= (drawn << 7) & 0x9D2C5680;
        drawn ^= (drawn << 15) & 0xEFC60000;
        return drawn ^ (drawn >> 18);
    }

    private void Twist()
    {
        for (var i = 0; i < Size; i++)
        {
            var joined = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7FFFFFFF);
            _state[i] = _state[(i + Shift) % Size] ^ (joined >> 1) ^ ((joined & 1) * 0x9908B0DF);
        }

        _next = 0;
    }

    private uint Folded(int at) => _state[at] ^ (_state[at] >> 30);

    private int Advance(int at)
    {
        if (++at < Size) return at;
        _state[0] = _state[Size - 1];
        return 1;
    }
}
