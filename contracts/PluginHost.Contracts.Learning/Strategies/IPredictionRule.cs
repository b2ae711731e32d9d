namespace PluginHost.Contracts.Learning;

/// <summary>Replaces how predictions are made in validation and test: nearest exemplar mean, ensembles, corrected logits.</summary>
public interface IPredictionRule
{
    /// <summary>Predicts. Called in eval mode without gradient.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="batch">The batch on the device.</param>
    /// <returns>An output that covers all rows.</returns>
    ModelOutput Predict(ILearningContext context, Batch batch);
}
