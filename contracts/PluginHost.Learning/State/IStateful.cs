using System.Text.Json.Nodes;

namespace PluginHost.Learning;

/// <summary>A component's saved state: named tensors plus JSON.</summary>
public sealed class StateBag
{
    /// <summary>Tensors by name. While saving, the writer copies them at once; while loading, they belong to the bag's owner: clone what is kept.</summary>
    public Dictionary<string, Tensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything else.</summary>
    public JsonObject Json { get; set; } = [];
}

/// <summary>
/// A component with state of its own, of any kind: strategy, memory, task, data set, benchmark, metric, features, model. A resumed run continues
/// bit for bit on the CPU, so everything that influences later numbers is saved. A model's parameters and buffers are saved without it.
/// </summary>
public interface IStateful
{
    /// <summary>Saves the state.</summary>
    /// <param name="state">An empty bag to fill.</param>
    void SaveState(StateBag state);

    /// <summary>Restores the state.</summary>
    /// <param name="state">What <see cref="SaveState"/> filled, on the CPU.</param>
    /// <param name="context">The learning context, already restored.</param>
    /// <exception cref="InvalidDataException">The state does not fit this component.</exception>
    void LoadState(StateBag state, ILearningContext context);
}
