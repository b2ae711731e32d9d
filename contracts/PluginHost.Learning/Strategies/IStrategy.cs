using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>
/// How to learn from a stream without forgetting. The members stand in the order of time, and each has a default that does nothing: a strategy
/// implements those it needs. A job may name several strategies; each hook is called for all of them in the order of the job.
/// </summary>
/// <remarks>
/// Hooks are called on one thread, inside a dispose scope that ends with the call. An exception ends the run. A strategy never knows the data
/// set. What takes over a decision that can be made only once stands in interfaces of its own (<see cref="IStreamPlan"/>,
/// <see cref="IPhasePlan"/>, <see cref="IModelGrowth"/>, <see cref="IPredictionRule"/>): two strategies of a job with the same one are a finding
/// before anything runs. A strategy with state implements <see cref="IStateful"/>; one that holds tensors between experiences implements
/// <see cref="IKeepsTensors"/>.
/// </remarks>
[ComponentKind("strategy", Many = true)]
public interface IStrategy
{
    /// <summary>Whether exemplars of earlier experiences join the training list. If so the job needs a memory.</summary>
    bool UsesMemory => false;

    /// <summary>Whether the strategy fills the memory itself (<see cref="IOnlineMemory.Add"/>), so that the engine does not.</summary>
    bool FillsMemory => false;

    /// <summary>Called once before the first experience; also first thing in a resumed run, before state is restored.</summary>
    /// <param name="context">The learning context.</param>
    void BeforeStream(ILearningContext context)
    {
    }

    /// <summary>
    /// Called in every experience but the first, before the memory takes exemplars in and the model grows: it still is the best model of the
    /// experience before, which is the time to keep a teacher. Not called when the stream has no boundaries.
    /// </summary>
    /// <param name="context">The learning context, already at the new experience.</param>
    void BeforeGrowth(ILearningContext context)
    {
    }

    /// <summary>Called after growth and memory update, before training. Not called when the stream has no boundaries.</summary>
    /// <param name="context">The learning context.</param>
    void BeforeExperience(ILearningContext context)
    {
    }

    /// <summary>
    /// Edits the training list of the experience's main phase. Several strategies edit in turn. Not called when the stream has no boundaries.
    /// </summary>
    /// <param name="context">The learning context.</param>
    /// <param name="proposed">New samples, repeated, and exemplars if a strategy uses memory.</param>
    /// <returns>The list to use; not empty.</returns>
    IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed) => proposed;

    /// <summary>Called before a phase of training, its optimizers made.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="phase">The phase.</param>
    void BeforePhase(ILearningContext context, Phase phase)
    {
    }

    /// <summary>Called before an epoch: one pass over the training list.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    void BeforeEpoch(ILearningContext context, StepInfo step)
    {
    }

    /// <summary>
    /// Sees a batch after replay sampling and before the forward pass, and may change it: mixup, patch selection, replayed items beside it.
    /// </summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch on the device, owned by the engine.</param>
    /// <returns>The same batch, changed or not, or a new one that the engine then owns (the engine disposes the old one).</returns>
    Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch) => batch;

    /// <summary>Says what the student's forward pass is to compute besides predictions.</summary>
    /// <param name="context">The learning context.</param>
    /// <returns>The request, for all rows.</returns>
    ForwardRequest Request(ILearningContext context) => ForwardRequest.Predictions;

    /// <summary>Sees the student's output before the loss, and may replace tensors in it: corrected or masked scores.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="output">The output, covering all rows.</param>
    /// <returns>The same output or another one, covering all rows.</returns>
    ModelOutput AfterForward(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => output;

    /// <summary>
    /// Adds terms to the loss of one step; computes any teacher's output. Called with gradients enabled, inside the engine's autocast if the job
    /// asks for one. Tensors made here live until the step ends.
    /// </summary>
    /// <param name="loss">The loss so far.</param>
    void AddLosses(LossContext loss)
    {
    }

    /// <summary>
    /// Called between the backward pass and the optimizer step, gradients unscaled: edits the gradients of parameters in place (projections,
    /// masks).
    /// </summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    void AfterBackward(ILearningContext context, StepInfo step)
    {
    }

    /// <summary>Called after the optimizer step: clamps, moving averages, storing the batch.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="output">The output of the step, without gradient.</param>
    void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
    }

    /// <summary>Called after an epoch.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="step">Where training stands.</param>
    void AfterEpoch(ILearningContext context, StepInfo step)
    {
    }

    /// <summary>Called after a phase with its chosen weights loaded.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="phase">The phase.</param>
    void AfterPhase(ILearningContext context, Phase phase)
    {
    }

    /// <summary>
    /// Called after all phases of an experience and before testing: fusion, importance, class means. Not called when the stream has no
    /// boundaries.
    /// </summary>
    /// <param name="context">The learning context.</param>
    void AfterExperience(ILearningContext context)
    {
    }

    /// <summary>Called before the tests of an experience, or a validation. Tests of a stream without boundaries are not told.</summary>
    /// <param name="context">The learning context.</param>
    void BeforeEvaluation(ILearningContext context)
    {
    }

    /// <summary>Called after the tests of an experience, or a validation. Tests of a stream without boundaries are not told.</summary>
    /// <param name="context">The learning context.</param>
    void AfterEvaluation(ILearningContext context)
    {
    }

    /// <summary>Called once after the last experience.</summary>
    /// <param name="context">The learning context.</param>
    void AfterStream(ILearningContext context)
    {
    }
}
