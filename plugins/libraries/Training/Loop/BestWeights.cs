namespace PluginHost.Training;

/// <summary>The weights with the best validation score of a phase so far, copied to the CPU.</summary>
public sealed class BestWeights(double score, int step, Dictionary<string, Tensor> weights) : IDisposable
{
    /// <summary>The validation score.</summary>
    public double Score { get; } = score;

    /// <summary>The steps taken by then.</summary>
    public int Step { get; } = step;

    /// <summary>The state dictionary.</summary>
    public Dictionary<string, Tensor> Weights { get; } = weights;

    /// <summary>Copies a module's weights.</summary>
    public static BestWeights Of(double score, int step, nn.Module module) => new(score, step, Copy(module.state_dict()));

    /// <summary>Copies named tensors to the CPU, outside any dispose scope.</summary>
    public static Dictionary<string, Tensor> Copy(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var noGrad = no_grad();
        return tensors.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.detach().to(CPU, copy: true).DetachFromDisposeScope(),
            StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Weights.Values) tensor.Dispose();
    }
}
