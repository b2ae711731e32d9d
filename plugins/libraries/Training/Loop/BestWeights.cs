namespace PluginHost.Training;

/// <summary>The weights with the best validation score of a phase so far, copied to the CPU.</summary>
public sealed class BestWeights(double score, int step, Dictionary<string, Tensor> weights) : IDisposable
{
    /// <summary>The validation score.</summary>
    public double Score { get; } = score;

    /// <summary>The steps taken by then.</summary>
    public int Step { get; } = step;

    /// <summary>The model's state dictionary, and the parameters that strategies added as a saved state names them.</summary>
    public Dictionary<string, Tensor> Weights { get; } = weights;

    /// <summary>Copies the weights of the model and what strategies added to them.</summary>
    /// <param name="score">The validation score.</param>
    /// <param name="step">The steps taken by then.</param>
    /// <param name="context">The learning context.</param>
    /// <returns>The copy, owned by the caller.</returns>
    public static BestWeights Of(double score, int step, LearningContext context)
    {
        var weights = context.Model.Module.state_dict();
        context.Models.SaveAdded(weights);
        return new(score, step, Copy(weights));
    }

    /// <summary>Puts the copied weights back.</summary>
    /// <param name="context">The learning context.</param>
    public void Load(LearningContext context)
    {
        context.Model.Module.load_state_dict(Weights
            .Where(pair => !pair.Key.StartsWith(ModelShelf.AddedPrefix, StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal));
        context.Models.LoadAdded(Weights);
    }

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
