namespace PluginHost.Learning;

/// <summary>
/// Capability: a strategy that carries tensors from one experience into the next (importances, stored outputs) says how much it holds, so that
/// methods are compared at equal memory. Exemplars are the memory's, models kept by <see cref="ILearningContext.Freeze"/> are the engine's: they
/// do not count here.
/// </summary>
public interface IKeepsTensors
{
    /// <summary>The size of everything kept at the moment, in bytes.</summary>
    long KeptBytes { get; }
}

/// <summary>What tensors take in memory, for the bytes that a run reports.</summary>
public static class TensorBytes
{
    /// <summary>The bytes of a tensor's elements: their number times the size of one. What a view shares with its base counts for each.</summary>
    /// <param name="tensor">Any tensor.</param>
    /// <returns>The size in bytes.</returns>
    public static long Of(Tensor tensor) => tensor.numel() * tensor.element_size();
}
