using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>What strategies and memories see of the learning under way, and may ask of it.</summary>
public interface ILearningContext
{
    /// <summary>The model being trained.</summary>
    IModel Model { get; }

    /// <summary>The task.</summary>
    ITask Task { get; }

    /// <summary>The memory, or <see langword="null"/> if the job has none or no strategy uses it.</summary>
    IMemory? Memory { get; }

    /// <summary>Whether the learner is told where experiences begin and end.</summary>
    bool Boundaries { get; }

    /// <summary>
    /// The current experience. In a stream without boundaries a stand-in that never changes: index 0, no samples, no classes.
    /// </summary>
    Experience Experience { get; }

    /// <summary>The number of experiences; 1 in a stream without boundaries.</summary>
    int ExperienceCount { get; }

    /// <summary>
    /// One past the last label of earlier experiences: rows with smaller labels are old. 0 in the first experience and in a stream without
    /// boundaries.
    /// </summary>
    int FirstNewLabel { get; }

    /// <summary>One past the last label seen so far, the current experience included.</summary>
    int SeenLabels { get; }

    /// <summary>Names of the labels seen so far.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Loaded samples.</summary>
    ISampleSource Samples { get; }

    /// <summary>All randomness; keyed by name.</summary>
    RandomSource Random { get; }

    /// <summary>The device of model and batches.</summary>
    Device Device { get; }

    /// <summary>Where to publish messages.</summary>
    IRunEvents Events { get; }

    /// <summary>Signalled when the run is to stop.</summary>
    CancellationToken CancellationToken { get; }

    /// <summary>The optimizers of the phase under way; empty outside a phase.</summary>
    IReadOnlyList<OptimizerState> Optimizers { get; }

    /// <summary>
    /// Keeps a frozen copy of the model as it is now, in eval mode and without gradients: a teacher. The engine owns it, counts its bytes as the
    /// strategy's and saves it. A copy that the same strategy keeps under that name already is replaced.
    /// </summary>
    /// <param name="name">The name, private to the calling strategy.</param>
    /// <returns>The copy.</returns>
    IModel Freeze(string name);

    /// <summary>Gets a copy that the calling strategy keeps.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The copy, or <see langword="null"/> if there is none.</returns>
    IModel? Frozen(string name);

    /// <summary>Gives up a copy.</summary>
    /// <param name="name">Its name; nothing happens if there is none.</param>
    void Release(string name);

    /// <summary>
    /// Puts another model in the place of the one being trained. The calling strategy must be an <see cref="IModelBuilder"/>. Not within a phase.
    /// </summary>
    /// <param name="model">The model; the engine owns it from now on. It may hold the earlier one as a part.</param>
    /// <exception cref="InvalidOperationException">The strategy cannot build such a model again, or a phase is under way.</exception>
    void ReplaceModel(IModel model);

    /// <summary>
    /// Adds parameters of the strategy's own, trained like a group of the model's in every phase that names the group or all. The engine saves
    /// their values; a resumed run needs them added again, in <see cref="IStrategy.BeforeStream"/> or <see cref="IStateful.LoadState"/>.
    /// </summary>
    /// <param name="group">The group; a name that the model does not use. A group of that name added before is replaced.</param>
    void AddParameters(ParameterGroup group);

    /// <summary>
    /// Passes over samples without training: eval mode, no gradient, evaluation crops. Used for feature extraction and importance estimates.
    /// </summary>
    /// <param name="samples">The samples.</param>
    /// <param name="request">What the model is to compute.</param>
    /// <param name="visit">Called for each batch with its output, inside a dispose scope of its own.</param>
    void Pass(IReadOnlyList<SampleInfo> samples, ForwardRequest request, Action<Batch, ModelOutput> visit);

    /// <summary>
    /// Passes over training draws of samples with gradient enabled and the module in eval mode; takes no optimizer step. The draws depend on
    /// purpose and keys alone, so a resumed run draws the same.
    /// </summary>
    /// <param name="samples">The samples.</param>
    /// <param name="purpose">What the pass is for, such as <c>ewc</c>.</param>
    /// <param name="keys">What tells it from others of that purpose: experience, step.</param>
    /// <param name="visit">Called for each batch with the model's output; parameter gradients are zero before and cleared after.</param>
    void GradientPass(IReadOnlyList<SampleInfo> samples, string purpose, ReadOnlySpan<long> keys, Action<Batch, ModelOutput> visit);

    /// <summary>Makes a training batch of samples on the device, drawn as training draws them. The draws depend on purpose and keys alone.</summary>
    /// <param name="entries">The entries; partners come from among them.</param>
    /// <param name="purpose">What the batch is for, such as <c>replay</c>.</param>
    /// <param name="keys">What tells it from others of that purpose: experience, step.</param>
    /// <returns>The batch, owned by the caller.</returns>
    Batch MakeBatch(IReadOnlyList<TrainingEntry> entries, string purpose, ReadOnlySpan<long> keys);

    /// <summary>
    /// Watches what the linear and convolution layers of the model are given, for gradient projections (OWM, GPM), until disposed. The model must
    /// run its layers by <c>call</c>, which TorchSharp's containers do.
    /// </summary>
    /// <param name="seen">
    /// Called in every forward pass with the layer's name in the module and its input, detached: (rows, features) for a linear layer,
    /// (items, channels, height, width) for a convolution.
    /// </param>
    /// <returns>Ends the watching when disposed.</returns>
    IDisposable CaptureInputs(Action<string, Tensor> seen);
}

/// <summary>The optimizer of one parameter group in the phase under way.</summary>
/// <param name="Group">The parameter group.</param>
/// <param name="Rate">The learning rate of the step under way.</param>
public sealed record OptimizerState(ParameterGroup Group, double Rate);
