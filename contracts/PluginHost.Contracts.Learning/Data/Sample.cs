namespace PluginHost.Contracts.Learning;

/// <summary>One loaded sample: named CPU tensors. Whoever created it disposes it, and with it its tensors.</summary>
/// <remarks>Tensors are detached from dispose scopes on construction. Reading from several threads is safe; tensors are never written to.</remarks>
public sealed class Sample : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;

    /// <summary>Takes ownership of tensors.</summary>
    /// <param name="info">Which sample this is.</param>
    /// <param name="tensors">Its tensors by name; see <see cref="SampleKeys"/>.</param>
    public Sample(SampleInfo info, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Info = info;
        _tensors = new(tensors, StringComparer.Ordinal);
        foreach (var tensor in _tensors.Values) tensor.DetachFromDisposeScope();
    }

    /// <summary>Which sample this is.</summary>
    public SampleInfo Info { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>The size of all tensors in memory, in bytes.</summary>
    public long Bytes => _tensors.Values.Sum(tensor => tensor.numel() * tensor.element_size());

    /// <summary>Gets a tensor.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="KeyNotFoundException">The sample has no such tensor; the message lists those it has.</exception>
    public Tensor this[string key] => _tensors.TryGetValue(key, out var tensor)
        ? tensor
        : throw new KeyNotFoundException($"Sample '{Info.Id}' has no '{key}'; it has {string.Join(", ", _tensors.Keys)}.");

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
    }
}
