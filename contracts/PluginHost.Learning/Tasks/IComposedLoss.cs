namespace PluginHost.Learning;

/// <summary>
/// Capability of a task: its base loss is a weighted sum of several, as in self-supervised learning. Strategies see the sum
/// (<see cref="ITask.RowLoss"/>, <see cref="LossContext.RowLoss"/>); the log shows each by its name.
/// </summary>
public interface IComposedLoss
{
    /// <summary>Computes the losses that <see cref="ITask.RowLoss"/> is the weighted sum of.</summary>
    /// <param name="output">The student's output.</param>
    /// <param name="batch">The batch it was computed from.</param>
    /// <returns>At least one; each value is a differentiable tensor (rows of the output) in the current dispose scope.</returns>
    IReadOnlyList<LossTerm> RowLosses(ModelOutput output, Batch batch);

    /// <summary>Adds losses up by their weights.</summary>
    /// <param name="losses">What <see cref="RowLosses"/> gave.</param>
    /// <returns>The sum, in the current dispose scope.</returns>
    static Tensor Sum(IReadOnlyList<LossTerm> losses) => losses.Select(loss => loss.Value * loss.Weight).Aggregate((sum, next) => sum + next);
}
