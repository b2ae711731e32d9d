namespace PluginHost.Learning;

/// <summary>What holds for every sample of a data set.</summary>
public sealed record DatasetInfo
{
    /// <summary>The data set's name for reports, with its size or variant.</summary>
    public required string Name { get; init; }

    /// <summary>Class names; a sample's label indexes this list.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>
    /// Class names in the data set's own order, which the samples' tensors over classes have; empty where <see cref="Classes"/> is in that order.
    /// An engine that puts the classes into the order of a stream keeps the data set's order here.
    /// </summary>
    public IReadOnlyList<string> TensorClasses { get; init; } = [];

    /// <summary>Sampling rate of <see cref="SampleKeys.Audio"/> in hertz; 0 if there is no sound.</summary>
    public int AudioRate { get; init; }

    /// <summary>Rate of <see cref="SampleKeys.Frames"/> and <see cref="SampleKeys.Objects"/> in frames per second; 0 if there are none.</summary>
    public double FrameRate { get; init; }

    /// <summary>Classes that stand in for the real ones of that name (another instrument's samples, say); reports mark them.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>Names of the domains its samples come from, in the data set's order; empty if it knows none.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];
}
