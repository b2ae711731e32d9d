namespace PluginHost.Classification.Tests;

/// <summary>A strategy that changes nothing: it looks at what strategies before and after it make of a step.</summary>
internal sealed class Probe : IStrategy
{
    public Action<ILearningContext, StepInfo, Batch>? OnBatch { get; init; }

    public Action<LossContext>? OnLosses { get; init; }

    public Action<ILearningContext, StepInfo>? OnGradients { get; init; }

    public Action<ILearningContext, Batch, ModelOutput>? OnStep { get; init; }

    public Action<ILearningContext>? OnEnd { get; init; }

    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        OnBatch?.Invoke(context, step, batch);
        return batch;
    }

    public void AddLosses(LossContext loss) => OnLosses?.Invoke(loss);

    public void AfterBackward(ILearningContext context, StepInfo step) => OnGradients?.Invoke(context, step);

    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => OnStep?.Invoke(context, batch, output);

    public void AfterStream(ILearningContext context) => OnEnd?.Invoke(context);
}
