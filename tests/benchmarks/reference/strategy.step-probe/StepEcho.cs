namespace PluginHost.Benchmarks.Reference;

/// <summary>Has every hook of a step and does nothing in it but look at the clock; stands behind <see cref="StepProbe"/>.</summary>
[Component("step-echo")]
public sealed class StepEcho : IStrategy
{
    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        HookMarks.Echo("BeforeBatch");
        return batch;
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context)
    {
        HookMarks.Echo("Request");
        return ForwardRequest.Predictions;
    }

    /// <inheritdoc/>
    public ModelOutput AfterForward(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        HookMarks.Echo("AfterForward");
        return output;
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss) => HookMarks.Echo("AddLosses");

    /// <inheritdoc/>
    public void AfterBackward(ILearningContext context, StepInfo step) => HookMarks.Echo("AfterBackward");

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => HookMarks.Echo("AfterStep");
}
