namespace PluginHost.Contracts.Learning;

/// <summary>Names of batch tensors of the separation task, shared by tasks and separators. B items, R rows, F frequency bins, T frames.</summary>
public static class BatchKeys
{
    /// <summary>Network input: ln(1 + warped mixture magnitude), float32 (B, 1, F', T) with F' warped bins.</summary>
    public const string Input = "input";

    /// <summary>Object vector of each source, float32 (R, size).</summary>
    public const string Object = "object";

    /// <summary>Motion vectors of each source, float32 (R, size, steps), zero-padded.</summary>
    public const string Motion = "motion";

    /// <summary>True where <see cref="Motion"/> is padding, bool (R, steps); absent if nothing is padded.</summary>
    public const string MotionPadding = "motion-padding";

    /// <summary>Target masks, float32 (R, 1, F', T).</summary>
    public const string Targets = "targets";

    /// <summary>Loss weights of each item, float32 (B, 1, F', T).</summary>
    public const string Weights = "weights";

    /// <summary>Complex mixture spectrogram, complex64 (B, F, T).</summary>
    public const string Mixture = "mixture";

    /// <summary>Waveforms of the sources as mixed, float32 (R, samples).</summary>
    public const string Sources = "sources";

    /// <summary>Label of each row, int64 (R).</summary>
    public const string Labels = "labels";
}
