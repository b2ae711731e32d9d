namespace PluginHost.Plugins.BssEval;

/// <summary>
/// Keeps factors of mixtures that are evaluated again and again, within a bound. When it is full an arbitrary entry gives way: evaluations
/// come in cycles, for which the least recently used one would always be the next one needed. Safe to use from several threads.
/// </summary>
internal sealed class FactorCache(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ReferenceFactors> _factors = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];
    private long _bytes;
    private uint _turn;

    /// <summary>Finds factors or computes them.</summary>
    /// <param name="key">What tells the references from all others; <see langword="null"/> if they will not come again.</param>
    /// <param name="compute">Computes them in the current dispose scope.</param>
    /// <returns>The factors, in the current dispose scope.</returns>
    public ReferenceFactors Get(string? key, Func<ReferenceFactors> compute)
    {
        if (key is not null)
        {
            lock (_lock)
            {
                if (_factors.TryGetValue(key, out var found)) return found.Share();
            }
        }

        var computed = compute();
        if (key is not null && computed.Bytes <= capacity) Store(key, computed);
        return computed;
    }

    private void Store(string key, ReferenceFactors computed)
    {
        lock (_lock)
        {
            if (_factors.ContainsKey(key)) return;
            while (_bytes + computed.Bytes > capacity) Drop();
            var kept = computed.Share();
            kept.Keep();
            _factors.Add(key, kept);
            _keys.Add(key);
            _bytes += kept.Bytes;
        }
    }

    private void Drop()
    {
        // Knuth's multiplicative hash of a counter; which entry goes changes speed, never a value.
        var victim = (int)((_turn++ * 2654435761u) % (uint)_keys.Count);
        var key = _keys[victim];
        _keys[victim] = _keys[^1];
        _keys.RemoveAt(_keys.Count - 1);
        _factors.Remove(key, out var dropped);
        _bytes -= dropped!.Bytes;
        dropped.Free();
    }
}
