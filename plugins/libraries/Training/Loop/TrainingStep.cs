namespace PluginHost.Training;

/// <summary>
/// One step: forward, loss, backward, gradient edits, optimizers. Everything it computes is freed when it ends. In a phase that trains no
/// parameter group it is forward and loss without gradient, so that strategies still see batch and output.
/// </summary>
internal sealed class TrainingStep(LearningContext context, StrategyHooks hooks, OptimizerSet optimizers, PrecisionScope precision)
{
    private readonly bool _engineFillsMemory = context.Strategies.Any(strategy => strategy.UsesMemory)
        && !context.Strategies.Any(strategy => strategy.FillsMemory);

    /// <summary>The unweighted terms of the latest step that asked for them.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Terms { get; private set; } = [];

    /// <summary>Takes the step.</summary>
    /// <param name="step">Where training stands.</param>
    /// <param name="made">A batch on the CPU; disposed here.</param>
    /// <param name="wantTerms">Whether to read the terms.</param>
    /// <returns>The total loss. If it is not finite, no parameter was changed.</returns>
    public double Take(StepInfo step, Batch made, bool wantTerms)
    {
        using var scope = NewDisposeScope();
        var trains = optimizers.Groups.Count > 0;
        using var quiet = trains ? null : no_grad();
        var batch = made;
        try
        {
            context.See(batch.RowSources.Max(source => source.Sample.Label) + 1);
            batch.MoveTo(context.Device);
            batch = hooks.BeforeBatch(step, batch);
            if (_engineFillsMemory) context.Memory?.Update(context, batch);
            var (total, output) = Loss(step, batch, wantTerms);
            var value = total.ToDouble();
            if (!double.IsFinite(value)) return value;
            if (trains) Optimize(step, total);
            using (no_grad()) hooks.AfterStep(step, batch, output);
            return value;
        }
        finally
        {
            batch.Dispose();
        }
    }

    private void Optimize(StepInfo step, Tensor total)
    {
        context.Model.Module.zero_grad();
        // What strategies added is no part of the module.
        foreach (var parameter in context.Models.Added.SelectMany(group => group.Parameters)) parameter.grad = null;
        precision.Backward(total, optimizers);
        hooks.AfterBackward(step);
        if (context.Options.GradientClip > 0) optimizers.ClipGradients(context.Options.GradientClip);
        precision.Step(optimizers);
    }

    private (Tensor Total, ModelOutput Output) Loss(StepInfo step, Batch batch, bool wantTerms)
    {
        using var autocast = precision.Enter();
        var output = hooks.AfterForward(step, batch, context.Model.Forward(batch, hooks.Request()));
        var loss = BaseLoss(step, batch, output);
        if (context.Model is IModelLoss own)
            foreach (var term in own.LossTerms(output, batch)) loss.Add(term.Name, term.Weight, term.Value);
        hooks.AddLosses(loss);
        Tensor? total = null;
        foreach (var term in loss.Terms.Where(term => term.Weight != 0))
        {
            var weighted = term.Weight == 1 ? term.Value : term.Value * term.Weight;
            total = total is null ? weighted : total + weighted;
        }

        if (wantTerms) Terms = [.. loss.Terms.Select(term => KeyValuePair.Create(term.Name, term.Value.ToDouble()))];
        return (total ?? throw new RunFailedException("Every term of the loss has weight 0. Give at least one a weight above 0."), output);
    }

    private LossContext BaseLoss(StepInfo step, Batch batch, ModelOutput output)
    {
        if (step.Phase.BaseLoss is null)
        {
            if (context.Task is not IComposedLoss composed) return new(context, step, batch, output, context.Task.RowLoss(output, batch));
            var parts = composed.RowLosses(output, batch);
            var sum = new LossContext(context, step, batch, output, IComposedLoss.Sum(parts));
            foreach (var part in parts) sum.Add(part.Name, 0, part.Value.mean());
            return sum;
        }

        var loss = new LossContext(context, step, batch, output, rowLoss: null);
        loss.SetBase(1, hooks.BaseLoss(loss));
        return loss;
    }
}
