namespace PluginHost.Contracts.Learning;

/// <summary>Hooks around an epoch: one pass over the training list.</summary>
public interface IEpochHooks
{
    /// <summary>Called before an epoch.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    void BeginEpoch(ILearningContext context, StepInfo step)
    {
    }

    /// <summary>Called after an epoch.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    void EndEpoch(ILearningContext context, StepInfo step)
    {
    }
}
