namespace PluginHost.Contracts.Learning;

/// <summary>Adds terms to the loss; sees the student's output and computes any teacher's.</summary>
public interface ILossTerms
{
    /// <summary>What the strategy wants the student's forward pass to compute besides predictions.</summary>
    /// <param name="context">The learning context.</param>
    /// <returns>The request, for all rows.</returns>
    ForwardRequest Request(ILearningContext context) => ForwardRequest.Predictions;

    /// <summary>Adds the terms of one step. Called with gradients enabled, inside the engine's autocast if the job asks for one.</summary>
    /// <param name="loss">The loss so far.</param>
    void AddTerms(LossContext loss);
}
