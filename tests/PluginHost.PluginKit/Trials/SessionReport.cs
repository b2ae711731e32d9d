namespace PluginHost.PluginKit.Trials;

/// <summary>Everything that a session with a plugin found out; texts only.</summary>
internal sealed class SessionReport
{
    /// <summary>Findings of discovery and verification, warnings included.</summary>
    public IReadOnlyList<string> Verification { get; set; } = [];

    /// <summary>Findings of loading, binding and planning.</summary>
    public IReadOnlyList<string> Preparation { get; set; } = [];

    public IReadOnlyList<string> Loading { get; set; } = [];

    public IReadOnlyList<string> Options { get; set; } = [];

    /// <summary>Findings of composing, of self-checks and of disposing.</summary>
    public IReadOnlyList<string> Composition { get; set; } = [];

    /// <summary>What the kind's own examination found.</summary>
    public IReadOnlyList<string> Kind { get; set; } = [];

    public TrialRun? First { get; set; }

    public TrialRun? Again { get; set; }

    /// <summary>The run with the kit's strategy beside it, which changes nothing; <see langword="null"/> if nothing is to be seen there.</summary>
    public TrialRun? Watched { get; set; }

    /// <summary>Runs that were stopped, each after another step, with what came of going on.</summary>
    public IList<Interruption> Interruptions { get; } = [];

    /// <summary>The runs of other jobs by name. One that could not be prepared has findings and no lines.</summary>
    public IDictionary<string, TrialRun> Variants { get; } = new Dictionary<string, TrialRun>(StringComparer.Ordinal);

    /// <summary>Where the session itself broke off, or <see langword="null"/>.</summary>
    public string? Broken { get; set; }

    /// <summary>The load contexts that were still alive after the last round of collection.</summary>
    public IReadOnlyList<string> Alive { get; set; } = [];

    /// <summary>How many rounds of collection were needed.</summary>
    public int Rounds { get; set; }
}

/// <summary>A run that was stopped and went on.</summary>
/// <param name="After">After how many steps it was cancelled.</param>
/// <param name="Stopped">The run up to there.</param>
/// <param name="Resumed">The run from there; <see langword="null"/> if the first did not stop.</param>
internal sealed record Interruption(int After, TrialRun Stopped, TrialRun? Resumed);
