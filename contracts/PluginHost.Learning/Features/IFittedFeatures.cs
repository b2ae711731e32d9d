using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>
/// Capability: an extractor that learns from the job's own pictures before it is frozen, for jobs that have no published weights at hand.
/// </summary>
/// <remarks>
/// An engine fits it once, before any features are kept, on training samples of the first experience: nothing later is seen. It keeps the
/// <see cref="Weights"/> in the run's folder; a run that goes on, and a verb that uses the run, take them from there. Where nothing is trained
/// (<c>validate</c>, <c>data check</c>) it extracts without having been fitted, so features have their final shapes from the start. Stores of
/// prepared data hold the pictures in place of its features.
/// </remarks>
public interface IFittedFeatures : IFeatureExtractor
{
    /// <summary>The most samples that it wants to learn from; at least 1.</summary>
    int FitSamples { get; }

    /// <summary>Learns. Equal pictures and randomness give equal features on the CPU.</summary>
    /// <param name="frames">The pictures of each sample as <see cref="IFeatureExtractor.Extract"/> takes them; they stay the caller's.</param>
    /// <param name="random">All randomness.</param>
    /// <param name="cancellationToken">Stops the work; what was learned is dropped.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    void Fit(IReadOnlyList<Tensor> frames, RandomSource random, CancellationToken cancellationToken);

    /// <summary>What <see cref="Fit"/> learned, by name; the tensors stay the extractor's.</summary>
    /// <returns>Names and tensors, on the CPU.</returns>
    IReadOnlyDictionary<string, Tensor> Weights();

    /// <summary>Takes what was learned before, in place of <see cref="Fit"/>.</summary>
    /// <param name="weights">What <see cref="Weights"/> gave; they stay the caller's.</param>
    /// <exception cref="InvalidDataException">They do not fit this extractor; nothing is taken.</exception>
    void Restore(IReadOnlyDictionary<string, Tensor> weights);
}
