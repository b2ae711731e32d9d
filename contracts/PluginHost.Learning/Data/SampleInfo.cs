namespace PluginHost.Learning;

/// <summary>What a sample may be used for.</summary>
public enum Split
{
    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose a checkpoint by; never learned from, never reported.</summary>
    Validation,

    /// <summary>To report on; looked at once per experience.</summary>
    Test,
}

/// <summary>Names one sample of a data set. Cheap; lists of these stand for the data everywhere.</summary>
public sealed record SampleInfo
{
    /// <summary>
    /// A name that is unique in the data set over all splits and domains, such as a video id. Splits are by id, never by crop.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>
    /// The classes, counted from 0: one for classification, none for an unlabelled sample, several for a multi-label one. The data set counts
    /// in its own order; a benchmark relabels into the order in which classes arrive.
    /// </summary>
    public IReadOnlyList<int> Labels { get; init; } = [];

    /// <summary>The only class, or the first of several; -1 for an unlabelled sample.</summary>
    public int Label
    {
        get => Labels.Count == 0 ? -1 : Labels[0];
        init => Labels = value < 0 ? [] : [value];
    }

    /// <summary>The split it belongs to.</summary>
    public required Split Split { get; init; }

    /// <summary>Where it comes from (a drum kit, a rotation, a studio); empty if the data set knows no domains.</summary>
    public string Domain { get; init; } = "";

    /// <summary>
    /// What it shares its content with: samples of one group have the same sound or the same picture, so a data set keeps a group within one
    /// split, and a retrieval counts any of them as found. Empty for a sample that stands alone.
    /// </summary>
    public string Group { get; init; } = "";

    /// <summary>
    /// The classes that compete for the sample, in training and in evaluation, where the task's identity is given (task-incremental
    /// learning); <see langword="null"/> for all classes seen.
    /// </summary>
    public IReadOnlyList<int>? Among { get; init; }

    /// <summary>The data set's own handle, opaque to everyone else.</summary>
    public int Index { get; init; }

    /// <summary>Compares what names the sample and its classes.</summary>
    /// <param name="other">Another sample.</param>
    /// <returns>Whether both are the same sample under the same labels.</returns>
    public bool Equals(SampleInfo? other) => other is not null && Id == other.Id && Split == other.Split && Labels.SequenceEqual(other.Labels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Split, Label);
}
