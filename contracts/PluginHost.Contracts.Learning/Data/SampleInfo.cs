namespace PluginHost.Contracts.Learning;

/// <summary>Names one sample of a data set. Cheap; lists of these stand for the data everywhere.</summary>
public sealed record SampleInfo
{
    /// <summary>A name that is unique in the data set over all splits, such as a video id. Splits are by id, never by crop.</summary>
    public required string Id { get; init; }

    /// <summary>The class, counted from 0. The data set counts in its own order; the engine relabels into the order of the stream.</summary>
    public required int Label { get; init; }

    /// <summary>The split it belongs to.</summary>
    public required Split Split { get; init; }

    /// <summary>The data set's own handle, opaque to everyone else.</summary>
    public int Index { get; init; }
}
