using TorchSharp.Modules;

namespace PluginHost.Consolidation;

/// <summary>
/// The gradients of several parameters as one vector, for methods that compare or edit gradients as a whole (GEM, A-GEM). What is written is
/// what the optimizers of the engine read in the same step.
/// </summary>
public static class GradientVector
{
    /// <summary>The parameters that the phase under way trains, in the order of its groups.</summary>
    /// <param name="context">The learning context, within a phase.</param>
    /// <returns>The parameters; none outside a phase.</returns>
    public static IReadOnlyList<Parameter> Trained(ILearningContext context) =>
        [.. context.Optimizers.SelectMany(optimizer => optimizer.Group.Parameters)];

    /// <summary>Reads the gradients as they are now.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <returns>A copy, (elements of all parameters), in the current dispose scope; 0 where a parameter has no gradient.</returns>
    /// <exception cref="ArgumentException">There is no parameter.</exception>
    public static Tensor Read(IReadOnlyList<Parameter> parameters)
    {
        if (parameters.Count == 0) throw new ArgumentException("There is no parameter to read a gradient of.", nameof(parameters));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parts = parameters.Select(parameter => (parameter.grad ?? zeros_like(parameter, requires_grad: false)).flatten()).ToArray();
        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Writes gradients. A parameter without one keeps none where all its elements are to be 0: the optimizer then leaves it alone.
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="values">Their gradients in the same order, (elements of all parameters).</param>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public static void Write(IReadOnlyList<Parameter> parameters, Tensor values)
    {
        var elements = parameters.Sum(parameter => parameter.numel());
        if (values.numel() != elements)
            throw new ArgumentException($"{values.numel()} elements do not fill the gradients of {elements} parameters.", nameof(values));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var start = 0L;
        foreach (var parameter in parameters)
        {
            var part = values.narrow(0, start, parameter.numel()).view(parameter.shape);
            start += parameter.numel();
            if (parameter.grad is { } gradient) gradient.copy_(part);
            else if (part.count_nonzero().ToInt64() > 0) parameter.grad = part.to(parameter.dtype, copy: true).DetachFromDisposeScope();
        }
    }

    /// <summary>
    /// Takes the gradient of a batch's loss, the model's own terms included, in the mode that the module is in. Gradients are empty afterwards.
    /// </summary>
    /// <param name="context">The learning context, within a phase.</param>
    /// <param name="batch">The batch on the device.</param>
    /// <param name="parameters">The parameters.</param>
    /// <returns>The gradient, (elements of all parameters), in the current dispose scope.</returns>
    public static Tensor Of(ILearningContext context, Batch batch, IReadOnlyList<Parameter> parameters)
    {
        using var scope = NewDisposeScope();
        Clear(parameters);
        using (enable_grad())
        {
            var output = context.Model.Forward(batch, ForwardRequest.Predictions);
            var loss = context.Task.RowLoss(output, batch).mean();
            if (context.Model is IModelLoss own)
                foreach (var term in own.LossTerms(output, batch)) loss += term.Value * term.Weight;
            loss.backward();
        }

        var gradient = Read(parameters);
        Clear(parameters);
        return gradient.MoveToOuterDisposeScope();
    }

    private static void Clear(IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters) parameter.grad = null;
    }
}
