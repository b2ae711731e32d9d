namespace PluginHost.Contracts.Learning;

/// <summary>Changes a batch after replay sampling and before the forward pass: mixup, patch selection, extra replay.</summary>
public interface IBatchTransform
{
    /// <summary>Transforms a batch.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch on the device, owned by the engine.</param>
    /// <returns>The same batch, changed or not, or a new one that the engine then owns (and the old one is disposed by the engine).</returns>
    Batch Transform(ILearningContext context, StepInfo step, Batch batch);
}
