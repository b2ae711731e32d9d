using System.Text.Json.Nodes;

namespace PluginHost.Plugins.Continual;

/// <summary>A saved state that was read back.</summary>
internal sealed class SavedState(JsonObject json, Dictionary<string, Tensor> tensors) : IDisposable
{
    /// <summary>Everything that is no tensor.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>The tensors, on the CPU.</summary>
    public Dictionary<string, Tensor> Tensors { get; } = tensors;

    /// <summary>The state of a component.</summary>
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
