using PluginHost.Contracts;

namespace PluginHost.Contracts.Learning;

/// <summary>
/// How to learn from a stream without forgetting. A strategy implements this interface and those hooks it needs: <see cref="IStreamHooks"/>,
/// <see cref="IIncrementHooks"/>, <see cref="IPhaseHooks"/>, <see cref="IEpochHooks"/>, <see cref="IStepHooks"/>, <see cref="IBatchTransform"/>,
/// <see cref="ILossTerms"/>, <see cref="IGradientEdit"/>, <see cref="IPhasePlan"/>, <see cref="IStreamPlan"/>, <see cref="ITrainingPlan"/>,
/// <see cref="IModelGrowth"/>, <see cref="IPredictionRule"/>, <see cref="IStateful"/>,
/// <see cref="IKeepsTensors"/>. It never knows the data set.
/// </summary>
/// <remarks>Hooks are called on one thread, inside a dispose scope that ends with the call. An exception ends the run.</remarks>
[ComponentKind("strategy")]
public interface IStrategy
{
    /// <summary>Whether exemplars of old classes join the training list. If so the job needs a memory.</summary>
    bool UsesMemory { get; }
}
