namespace PluginHost.Learning;

/// <summary>One step of the continual stream: what is learned and tested in it. Samples carry labels in the order of the stream.</summary>
public sealed record Experience
{
    /// <summary>The place in the stream, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>What may be learned from, sorted by label; in an online stream in the order of arrival.</summary>
    public required IReadOnlyList<SampleInfo> Train { get; init; }

    /// <summary>What a checkpoint may be chosen by; never learned from, never reported.</summary>
    public IReadOnlyList<SampleInfo> Validation { get; init; } = [];

    /// <summary>What this experience is tested on, now and after every later one.</summary>
    public required IReadOnlyList<SampleInfo> Test { get; init; }

    /// <summary>The labels that occur in <see cref="Train"/>, ascending; empty for an unlabelled experience.</summary>
    public required IReadOnlyList<int> Classes { get; init; }

    /// <summary>
    /// Those of <see cref="Classes"/> that no earlier experience had, ascending. Labels are counted in the order of arrival, so they are
    /// consecutive and above every earlier one.
    /// </summary>
    public required IReadOnlyList<int> NewClasses { get; init; }

    /// <summary>The identity that the learner is given in task-incremental learning; <see langword="null"/> otherwise.</summary>
    public int? TaskId { get; init; }

    /// <summary>The domain in domain-incremental learning; empty otherwise.</summary>
    public string Domain { get; init; } = "";

    /// <summary>How many experiences of the job's stream this one stands for (joint training merges all); its budget is their sum.</summary>
    public int Merged { get; init; } = 1;
}
