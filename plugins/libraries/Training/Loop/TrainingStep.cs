namespace PluginHost.Training;

/// <summary>
/// One step: forward, loss, backward, gradient edits, optimizers. Everything it computes is freed when it ends. In a phase that trains no
/// parameter group it is forward and loss without gradient, so that strategies still see batch and output.
/// </summary>
internal sealed class TrainingStep(
    LearningContext context, StrategyHooks hooks, OptimizerSet optimizers, PrecisionScope precision, TrainingBatches batches)
{
    private readonly bool _engineFillsMemory = context.Strategies.Any(strategy => strategy.UsesMemory)
        && !context.Strategies.Any(strategy => strategy.FillsMemory);

    private readonly bool _keepsBuffers = context.Options.NonFinite == NonFinitePolicy.SkipBatch;

    /// <summary>The unweighted terms of the latest step that asked for them.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Terms { get; private set; } = [];

    /// <summary>What of the latest step is not finite; <see langword="null"/> if all is. No optimizer took a step then.</summary>
    public string? Fault { get; private set; }

    /// <summary>Takes the step.</summary>
    /// <param name="step">Where training stands.</param>
    /// <param name="made">A batch on the CPU; disposed here.</param>
    /// <param name="wantTerms">Whether to read the terms.</param>
    /// <returns>The total loss.</returns>
    public double Take(StepInfo step, Batch made, bool wantTerms)
    {
        using var scope = NewDisposeScope();
        var trains = optimizers.Groups.Count > 0;
        using var quiet = trains ? null : no_grad();
        var batch = made;
        Fault = null;
        hooks.Culprit = null;
        // A forward pass of what is not finite ruins running statistics.
        var buffers = _keepsBuffers ? context.Model.Module.named_buffers().Select(pair => (pair.buffer, Copy: pair.buffer.clone())).ToArray() : [];
        try
        {
            context.See(batch.RowSources.Max(source => source.Sample.Label) + 1);
            batch.MoveTo(context.Device);
            batch = hooks.BeforeBatch(step, batch);
            if (_engineFillsMemory && context.Memory is { } memory)
                context.Calls.Do(memory, nameof(IMemory.Update), () => memory.Update(context, batch));
            var (total, loss) = Loss(step, batch, wantTerms);
            var value = total.ToDouble();
            if (!double.IsFinite(value)) Fault = Finite.WhyNot(context, hooks, loss, value, () => Remake(step));
            var went = Fault is null && (!trains || Optimize(step, total));
            if (went) AfterStep(step, batch, loss.Student, trains);
            if (Fault is null) return value;
            using var plain = no_grad();
            foreach (var (buffer, copy) in buffers) buffer.copy_(copy);
            return value;
        }
        finally
        {
            batch.Dispose();
        }
    }

    private Batch Remake(StepInfo step)
    {
        var batch = batches.Make(step.Step);
        batch.MoveTo(context.Device);
        return batch;
    }

    // Whether the optimizers took a step. Float16 leaves out one whose gradients overflowed: strategies see nothing of it.
    private bool Optimize(StepInfo step, Tensor total)
    {
        context.Model.Module.zero_grad();
        // What strategies added is no part of the module.
        foreach (var parameter in context.Models.Added.SelectMany(group => group.Parameters)) parameter.grad = null;
        if (!precision.Backward(total, optimizers)) return false;
        var edits = hooks.Any(nameof(IStrategy.AfterBackward));
        var clips = context.Options.GradientClip > 0;
        if ((edits || !clips) && !optimizers.GradientsAreFinite())
            return Fail("after the backward pass, though the loss is");

        if (edits) hooks.AfterBackward(step, optimizers.GradientsAreFinite);
        if (hooks.Culprit is { } culprit)
            return Fail($"after {culprit.Hook} of {ComponentName.Of(culprit.Strategy)}");

        if (!clips)
        {
            // The latest look at the gradients has collected them.
            optimizers.StepCollected();
            return true;
        }

        if (!double.IsFinite(optimizers.ClipGradients(context.Options.GradientClip)) && !optimizers.GradientsAreFinite())
            return Fail("after the backward pass, though the loss is");
        optimizers.Step();
        return true;
    }

    private bool Fail(string moment)
    {
        Fault = Finite.OfGradients(context, moment);
        return false;
    }

    private void AfterStep(StepInfo step, Batch batch, ModelOutput output, bool trains)
    {
        if (!hooks.Any(nameof(IStrategy.AfterStep))) return;
        using var quiet = no_grad();
        hooks.AfterStep(step, batch, output, () => !trains || optimizers.ParametersAreFinite());
        if (hooks.Culprit is not { } culprit) return;
        throw new RunFailedException(
            $"The model's '{Finite.FirstNot(context.Model.Module.state_dict())}' is not finite after the step and {culprit.Hook} of "
            + $"{ComponentName.Of(culprit.Strategy)}, in {context.Place}. The last state on disk is finite.");
    }

    private (Tensor Total, LossContext Loss) Loss(StepInfo step, Batch batch, bool wantTerms)
    {
        using var autocast = precision.Enter();
        var output = hooks.AfterForward(step, batch, context.Forward(context.Model, batch, hooks.Request()));
        var loss = BaseLoss(step, batch, output);
        if (context.Model is IModelLoss own)
        {
            foreach (var term in context.Calls.Do(context.Model, nameof(IModelLoss.LossTerms), () => own.LossTerms(output, batch)))
                loss.Add(term.Name, term.Weight, term.Value);
        }

        hooks.AddLosses(loss);
        Tensor? total = null;
        foreach (var term in loss.Terms.Where(term => term.Weight != 0))
        {
            var weighted = term.Weight == 1 ? term.Value : term.Value * term.Weight;
            total = total is null ? weighted : total + weighted;
        }

        if (wantTerms) Terms = [.. loss.Terms.Select(term => KeyValuePair.Create(term.Name, term.Value.ToDouble()))];
        return (total ?? throw new RunFailedException("Every term of the loss has weight 0. Give at least one a weight above 0."), loss);
    }

    private LossContext BaseLoss(StepInfo step, Batch batch, ModelOutput output)
    {
        if (step.Phase.BaseLoss is null)
        {
            if (context.Task is not IComposedLoss composed)
                return new(context, step, batch, output, context.Calls.Do(context.Task, nameof(ITask.RowLoss), () => context.Task.RowLoss(output, batch)));
            var parts = context.Calls.Do(composed, nameof(IComposedLoss.RowLosses), () => composed.RowLosses(output, batch));
            var sum = new LossContext(context, step, batch, output, IComposedLoss.Sum(parts));
            foreach (var part in parts) sum.Add(part.Name, 0, part.Value.mean());
            return sum;
        }

        var loss = new LossContext(context, step, batch, output, rowLoss: null);
        loss.SetBase(1, hooks.BaseLoss(loss));
        return loss;
    }
}
