namespace PluginHost.Contracts.Learning;

/// <summary>One step of the continual stream: the classes that arrive in it.</summary>
public sealed record StreamIncrement
{
    /// <summary>The first label that is new.</summary>
    public required int FirstLabel { get; init; }

    /// <summary>How many labels are new; at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>How many increments of the job's stream this one stands for (joint training merges all); its training budget is their sum.</summary>
    public int Merged { get; init; } = 1;

    /// <summary>One past the last label seen at the end of this increment.</summary>
    public int EndLabel => FirstLabel + Count;
}
