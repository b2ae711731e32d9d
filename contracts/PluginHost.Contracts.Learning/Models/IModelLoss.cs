namespace PluginHost.Contracts.Learning;

/// <summary>
/// Capability: trains with a loss of its own beside the task's, such as that of an auxiliary classifier. The engine adds its terms to the base
/// loss of every step, whatever the strategy, and logs them by name.
/// </summary>
public interface IModelLoss
{
    /// <summary>Computes the model's own terms of a step. A model that is told to have none returns none.</summary>
    /// <param name="output">The model's output for the batch, covering all rows.</param>
    /// <param name="batch">The batch.</param>
    /// <returns>Terms whose values are differentiable scalars in the current dispose scope.</returns>
    IReadOnlyList<LossTerm> LossTerms(ModelOutput output, Batch batch);
}
