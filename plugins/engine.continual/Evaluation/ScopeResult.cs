namespace PluginHost.Plugins.Continual;

/// <summary>Mean figures over the counted rows of one test.</summary>
public sealed record ScopeResult
{
    /// <summary><c>validation</c>, <c>test</c> (all classes seen), <c>test-k</c> (the classes of increment k) or
    /// <c>planned-k</c> (those of the job's increment k where the strategy merged increments).</summary>
    public required string Scope { get; init; }

    /// <summary>Means by figure name; empty if no row could be counted.</summary>
    public required Dictionary<string, double> Scores { get; init; }

    /// <summary>Rows counted.</summary>
    public required int Counted { get; init; }

    /// <summary>Rows skipped because they could not be measured.</summary>
    public required int Skipped { get; init; }

    /// <summary>Means by class name and figure name: each row counts for its own class.</summary>
    public required Dictionary<string, Dictionary<string, double>> Classes { get; init; }
}
