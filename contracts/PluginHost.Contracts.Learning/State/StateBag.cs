using System.Text.Json.Nodes;

namespace PluginHost.Contracts.Learning;

/// <summary>A component's saved state: named tensors plus JSON.</summary>
public sealed class StateBag
{
    /// <summary>Tensors by name. While saving, the writer copies them at once; while loading, they belong to the bag's owner: clone what is kept.</summary>
    public Dictionary<string, Tensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything else.</summary>
    public JsonObject Json { get; set; } = [];
}
