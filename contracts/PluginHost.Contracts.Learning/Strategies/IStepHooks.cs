namespace PluginHost.Contracts.Learning;

/// <summary>Hooks around a training step.</summary>
public interface IStepHooks
{
    /// <summary>Called before the forward pass.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch, on the device.</param>
    void BeginStep(ILearningContext context, StepInfo step, Batch batch)
    {
    }

    /// <summary>Called after the optimizer step: projections, moving averages.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch.</param>
    void AfterStep(ILearningContext context, StepInfo step, Batch batch)
    {
    }
}
