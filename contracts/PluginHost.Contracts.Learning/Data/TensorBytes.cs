namespace PluginHost.Contracts.Learning;

/// <summary>What tensors take in memory, for the bytes that a run reports.</summary>
public static class TensorBytes
{
    /// <summary>The bytes of a tensor's elements: their number times the size of one. What a view shares with its base counts for each.</summary>
    /// <param name="tensor">Any tensor.</param>
    public static long Of(torch.Tensor tensor) => tensor.numel() * tensor.element_size();
}
