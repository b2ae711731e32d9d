namespace PluginHost.Learning;

/// <summary>
/// One loaded sample: named CPU tensors (sound, pictures, a mask to predict, the second view of a pair) and named texts (a caption).
/// Whoever created it disposes it, and with it its tensors.
/// </summary>
/// <remarks>Tensors are detached from dispose scopes on construction. Reading from several threads is safe; tensors are never written to.</remarks>
public sealed class Sample : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;

    /// <summary>Takes ownership of tensors.</summary>
    /// <param name="info">Which sample this is.</param>
    /// <param name="tensors">Its tensors by name; see <see cref="SampleKeys"/>.</param>
    /// <param name="texts">Its texts by name; see <see cref="SampleKeys.Caption"/>.</param>
    public Sample(SampleInfo info, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? texts = null)
    {
        Texts = texts ?? new Dictionary<string, string>(StringComparer.Ordinal);
        Info = info;
        _tensors = new(tensors, StringComparer.Ordinal);
        foreach (var tensor in _tensors.Values) tensor.DetachFromDisposeScope();
    }

    /// <summary>Which sample this is.</summary>
    public SampleInfo Info { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>The texts by name; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>The size of all tensors and texts in memory, in bytes.</summary>
    public long Bytes => _tensors.Values.Sum(TensorBytes.Of) + Texts.Values.Sum(text => (long)text.Length * sizeof(char));

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
