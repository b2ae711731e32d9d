namespace PluginHost.Contracts.Learning;

/// <summary>Edits parameter gradients between the backward pass and the optimizer step: projections, masks. Gradients are unscaled by then.</summary>
public interface IGradientEdit
{
    /// <summary>Edits the gradients of the model's parameters in place.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    void EditGradients(ILearningContext context, StepInfo step);
}
