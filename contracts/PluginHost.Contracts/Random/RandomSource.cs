namespace PluginHost.Contracts;

/// <summary>The root of all randomness of a run: derives independent named streams from the job's seed.</summary>
/// <remarks>
/// A stream depends on nothing but seed, name and keys, so what one component or thread draws never changes what another one draws, and a
/// resumed run needs no stored generator: ask for the same name and keys again. Names in use: <c>init</c>, <c>shuffle</c>, <c>partner</c>,
/// <c>crop</c>, <c>volume</c>, <c>exemplar</c>, <c>expand</c>. A plugin's own streams start with its id.
/// </remarks>
/// <param name="seed">The job's seed.</param>
public sealed class RandomSource(long seed)
{
    /// <summary>The seed.</summary>
    public long Seed { get; } = seed;

    /// <summary>Derives a stream.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="keys">What tells it from others of that name: experience, epoch, index.</param>
    /// <returns>A fresh stream at its beginning; equal arguments give equal streams.</returns>
    public RandomStream Stream(string name, params ReadOnlySpan<long> keys) => new(Derive(name, keys));

    /// <summary>Derives a seed for a generator that is not ours, such as libtorch's.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="keys">What tells it from others of that name.</param>
    /// <returns>A seed from 0 to 2^53 - 1 (exact as a JSON number).</returns>
    public long SeedFor(string name, params ReadOnlySpan<long> keys) => (long)(Derive(name, keys) >> 11);

    private ulong Derive(string name, ReadOnlySpan<long> keys)
    {
        var state = RandomStream.Mix(unchecked((ulong)Seed) ^ 0x9E3779B97F4A7C15UL);
        foreach (var character in name) state = RandomStream.Mix(state ^ character);
        state = RandomStream.Mix(state ^ 0xD1B54A32D192ED03UL);
        foreach (var key in keys) state = RandomStream.Mix(state ^ unchecked((ulong)key));
        return state;
    }
}
