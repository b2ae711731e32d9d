using PluginHost.Contracts;

namespace PluginHost.Contracts.Learning;

/// <summary>What strategies and memories see of the learning under way.</summary>
public interface ILearningContext
{
    /// <summary>The model being trained.</summary>
    IModel Model { get; }

    /// <summary>The task.</summary>
    ITask Task { get; }

    /// <summary>The memory, or <see langword="null"/> if the job has none or the strategy does not use it.</summary>
    IMemory? Memory { get; }

    /// <summary>The stream.</summary>
    ClassStream Stream { get; }

    /// <summary>The current increment, counted from 0.</summary>
    int Increment { get; }

    /// <summary>The first label that is new in the current increment; rows with smaller labels are old.</summary>
    int FirstNewLabel { get; }

    /// <summary>One past the last label seen so far.</summary>
    int SeenLabels { get; }

    /// <summary>The training samples of the current increment's new classes.</summary>
    IReadOnlyList<SampleInfo> NewSamples { get; }

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

    /// <summary>Passes over samples without training: eval mode, no gradient, evaluation crops. Used for feature extraction and importance estimates.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="request">What the model is to compute.</param>
    /// <param name="visit">Called for each batch with its output, inside a dispose scope of its own.</param>
    void Pass(IReadOnlyList<SampleInfo> samples, ForwardRequest request, Action<Batch, ModelOutput> visit);

    /// <summary>Passes over training draws of samples with gradient enabled, so that importance can be estimated from gradients; takes no optimizer step.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="visit">Called for each batch with the student's output; parameter gradients are zero before and cleared after.</param>
    void GradientPass(IReadOnlyList<SampleInfo> samples, Action<Batch, ModelOutput> visit);
}
