using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>Tensors of one kind among those of a saved state, by the prefix of their names.</summary>
public static class TensorNames
{
    /// <summary>The tensors under a prefix, without it.</summary>
    /// <param name="prefix">The prefix, with its slash.</param>
    /// <param name="tensors">All tensors.</param>
    /// <returns>A new dictionary of the same tensors.</returns>
    public static Dictionary<string, Tensor> Under(string prefix, IReadOnlyDictionary<string, Tensor> tensors) => tensors
        .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Adds tensors under a prefix.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="prefix">The prefix, with its slash.</param>
    /// <param name="tensors">The tensors by name.</param>
    public static void Add(IDictionary<string, Tensor> target, string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        foreach (var (name, tensor) in tensors) target[prefix + name] = tensor;
    }
}

/// <summary>A saved state that was read back.</summary>
/// <param name="json">Everything that is no tensor.</param>
/// <param name="tensors">The tensors, on the CPU; owned from now on.</param>
public sealed class SavedState(JsonObject json, Dictionary<string, Tensor> tensors) : IDisposable
{
    /// <summary>Everything that is no tensor.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>The tensors, on the CPU.</summary>
    public Dictionary<string, Tensor> Tensors { get; } = tensors;

    /// <summary>The state of a component.</summary>
    /// <param name="name">The component's name in the state.</param>
    /// <returns>A bag whose tensors belong to this state.</returns>
    public StateBag Bag(string name)
    {
        var bag = new StateBag { Json = Json[name]?.DeepClone() as JsonObject ?? [] };
        foreach (var (key, tensor) in TensorNames.Under($"{name}/", Tensors)) bag.Tensors[key] = tensor;
        return bag;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }
}
