namespace PluginHost.Learning;

/// <summary>Names of the tensors of a <see cref="Prediction"/> that several families share.</summary>
public static class PredictionKeys
{
    /// <summary>Class scores, float32 (rows, classes); minus infinity for a class that does not compete for the row.</summary>
    public const string Logits = "logits";

    /// <summary>Embeddings, float32 (rows, size), for retrieval and probes.</summary>
    public const string Embeddings = "embeddings";
}

/// <summary>What a task decoded for metrics: named CPU tensors over the rows and items of a batch. A metric never sees the model.</summary>
public sealed class Prediction : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors;

    /// <summary>Takes ownership of tensors.</summary>
    /// <param name="draws">The items, as in the batch.</param>
    /// <param name="tensors">Tensors by name; see <see cref="PredictionKeys"/>.</param>
    public Prediction(IReadOnlyList<Draw> draws, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Draws = draws;
        _tensors = new(tensors, StringComparer.Ordinal);
        foreach (var tensor in _tensors.Values) tensor.DetachFromDisposeScope();
    }

    /// <summary>The items. Row r is source <c>r / Draws.Count</c> of item <c>r % Draws.Count</c>, as in <see cref="Batch"/>.</summary>
    public IReadOnlyList<Draw> Draws { get; }

    /// <summary>The names of its tensors.</summary>
    public IReadOnlyCollection<string> Keys => _tensors.Keys;

    /// <summary>Gets a tensor.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public Tensor this[string key] => _tensors.TryGetValue(key, out var tensor)
        ? tensor
        : throw new KeyNotFoundException($"The prediction has no '{key}'; it has {string.Join(", ", _tensors.Keys)}.");

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values) tensor.Dispose();
    }
}
