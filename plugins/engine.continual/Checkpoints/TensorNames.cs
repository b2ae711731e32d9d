namespace PluginHost.Plugins.Continual;

/// <summary>Tensors of one kind among those of a saved state, by the prefix of their names.</summary>
internal static class TensorNames
{
    /// <summary>The tensors under a prefix, without it.</summary>
    public static Dictionary<string, Tensor> Under(string prefix, IReadOnlyDictionary<string, Tensor> tensors) => tensors
        .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Adds tensors under a prefix.</summary>
    public static void Add(IDictionary<string, Tensor> target, string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        foreach (var (name, tensor) in tensors) target[prefix + name] = tensor;
    }
}
