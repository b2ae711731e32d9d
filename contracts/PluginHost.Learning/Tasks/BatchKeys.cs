namespace PluginHost.Learning;

/// <summary>Names of batch tensors that several families share. B items, R rows.</summary>
public static class BatchKeys
{
    /// <summary>The network input, float32 with B in front: pictures (B, channels, height, width), vectors (B, size), a spectrogram.</summary>
    public const string Input = "input";

    /// <summary>Label of each row, int64 (R); -1 for an unlabelled one. Absent where a task has no labels.</summary>
    public const string Labels = "labels";

    /// <summary>
    /// Soft labels of each row, float32 (R, classes), each row a distribution: mixed or smoothed ones. A task of classification uses them in
    /// place of <see cref="Labels"/> where they are present.
    /// </summary>
    public const string SoftLabels = "soft-labels";

    /// <summary>A second view of each item, shaped like <see cref="Input"/>, for losses that compare views; in training batches alone.</summary>
    public const string SecondInput = "input.second";

    /// <summary>What a reconstruction of <see cref="Input"/> is compared with, shaped like it; in training batches alone.</summary>
    public const string Original = "original";

    /// <summary>1 where <see cref="Input"/> hides <see cref="Original"/>, else 0, float32 (B, 1, height, width).</summary>
    public const string Hidden = "hidden";
}
