using System.Runtime.CompilerServices;

namespace PluginHost.Plugins.Continual;

/// <summary>
/// Calls the hooks that a strategy has, each inside a dispose scope of its own, and looks afterwards whether the model is whole.
/// </summary>
internal sealed class StrategyHooks(LearningContext context, ModelWatch watch)
{
    private IStrategy Strategy => context.Strategy;

    public void BeginStream() => Call<IStreamHooks>(hooks => hooks.BeginStream(context));

    public void EndStream() => Call<IStreamHooks>(hooks => hooks.EndStream(context));

    public void BeforeGrowth() => CallAtBoundary(hooks => hooks.BeforeGrowth(context));

    public void BeginIncrement() => CallAtBoundary(hooks => hooks.BeginIncrement(context));

    public void EndIncrement() => CallAtBoundary(hooks => hooks.EndIncrement(context));

    public void BeginPhase(Phase phase) => Call<IPhaseHooks>(hooks => hooks.BeginPhase(context, phase));

    public void EndPhase(Phase phase) => Call<IPhaseHooks>(hooks => hooks.EndPhase(context, phase));

    public void BeginEpoch(StepInfo step) => Call<IEpochHooks>(hooks => hooks.BeginEpoch(context, step));

    public void EndEpoch(StepInfo step) => Call<IEpochHooks>(hooks => hooks.EndEpoch(context, step));

    public void BeginStep(StepInfo step, Batch batch) => CallInStep<IStepHooks>(hooks => hooks.BeginStep(context, step, batch));

    public void AfterStep(StepInfo step, Batch batch) => CallInStep<IStepHooks>(hooks => hooks.AfterStep(context, step, batch));

    public void EditGradients(StepInfo step) => CallInStep<IGradientEdit>(edit => edit.EditGradients(context, step));

    /// <summary>Grows the model to the labels seen, by the strategy's own way if it has one.</summary>
    /// <remarks>Outside any dispose scope: what the model registers must outlive it.</remarks>
    public void Grow(long seed)
    {
        if (Strategy is IModelGrowth growth) growth.Grow(context, seed);
        else context.Model.Grow(context.SeenLabels, seed);
    }

    /// <summary>What the student's forward pass is to compute.</summary>
    public ForwardRequest Request() => Strategy is ILossTerms terms ? terms.Request(context) : ForwardRequest.Predictions;

    /// <summary>Lets the strategy change the batch; a replaced one is disposed.</summary>
    public Batch Transform(StepInfo step, Batch batch)
    {
        if (Strategy is not IBatchTransform transform) return batch;
        using var scope = NewDisposeScope();
        var changed = transform.Transform(context, step, batch);
        if (!ReferenceEquals(changed, batch)) batch.Dispose();
        return changed;
    }

    /// <summary>Lets the strategy choose the training list.</summary>
    public IReadOnlyList<TrainingEntry> Choose(IReadOnlyList<TrainingEntry> proposed)
    {
        if (Strategy is not ITrainingPlan plan) return proposed;
        using var scope = NewDisposeScope();
        return plan.Choose(context, proposed);
    }

    /// <summary>Lets the strategy plan phases.</summary>
    public IReadOnlyList<Phase> Plan(Phase main)
    {
        if (Strategy is not IPhasePlan plan) return [main];
        using var scope = NewDisposeScope();
        return plan.Plan(context, main);
    }

    private void CallAtBoundary(Action<IIncrementHooks> call, [CallerMemberName] string hook = "")
    {
        if (context.Stream.Boundaries) Call(call, hook);
    }

    private void Call<THooks>(Action<THooks> call, [CallerMemberName] string hook = "")
        where THooks : class
    {
        if (Strategy is not THooks hooks) return;
        using (NewDisposeScope()) call(hooks);
        watch.Inspect($"the strategy's {hook}");
    }

    private void CallInStep<THooks>(Action<THooks> call, [CallerMemberName] string hook = "")
        where THooks : class
    {
        if (Strategy is not THooks hooks) return;
        using (NewDisposeScope()) call(hooks);
        watch.Glance($"the strategy's {hook}");
    }
}
