namespace PluginHost.Contracts.Learning;

/// <summary>Names of the tensors of a <see cref="Prediction"/>.</summary>
public static class PredictionKeys
{
    /// <summary>Separated waveforms, float32 (rows, samples).</summary>
    public const string Estimates = "estimates";

    /// <summary>True source waveforms as mixed, float32 (rows, samples).</summary>
    public const string References = "references";

    /// <summary>Mixture waveforms, float32 (items, samples).</summary>
    public const string Mixtures = "mixtures";

    /// <summary>Class scores, float32 (rows, classes), for classification.</summary>
    public const string Logits = "logits";
}
