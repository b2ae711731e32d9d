namespace PluginHost.Learning.Separation;

/// <summary>
/// Names of the tensors that only separation knows: of batches, of model outputs and of predictions. B items, R rows (one per source), F frequency
/// bins, F' warped bins, T frames. The network input, ln(1 + warped mixture magnitude), float32 (B, 1, F', T), is <see cref="BatchKeys.Input"/>.
/// </summary>
public static class SeparationKeys
{
    /// <summary>In a batch: object vector of each source, float32 (R, size).</summary>
    public const string Object = "object";

    /// <summary>In a batch: motion vectors of each source, float32 (R, size, steps), zero-padded.</summary>
    public const string Motion = "motion";

    /// <summary>In a batch: true where <see cref="Motion"/> is padding, bool (R, steps); absent if nothing is padded.</summary>
    public const string MotionPadding = "motion-padding";

    /// <summary>In a batch: target masks, float32 (R, 1, F', T).</summary>
    public const string Targets = "targets";

    /// <summary>In a batch: loss weights of each item, float32 (B, 1, F', T).</summary>
    public const string Weights = "weights";

    /// <summary>In a batch: complex mixture spectrogram, complex64 (B, F, T).</summary>
    public const string Mixture = "mixture";

    /// <summary>In a batch: waveforms of the sources as mixed, float32 (R, samples).</summary>
    public const string Sources = "sources";

    /// <summary>
    /// In a batch, for a model that sees pictures (<see cref="IPictureInput"/>): each source as the network would hear it alone, ln(1 + warped
    /// magnitude), float32 (R, 1, F', T).
    /// </summary>
    public const string Sounds = "sounds";

    /// <summary>In a model's output: predicted masks after the output activation, float32 (R, 1, F', T).</summary>
    public const string Masks = "masks";

    /// <summary>In a prediction: separated waveforms, float32 (R, samples).</summary>
    public const string Estimates = "estimates";

    /// <summary>In a prediction: true source waveforms as mixed, float32 (R, samples).</summary>
    public const string References = "references";

    /// <summary>In a prediction: mixture waveforms, float32 (B, samples).</summary>
    public const string Mixtures = "mixtures";
}
