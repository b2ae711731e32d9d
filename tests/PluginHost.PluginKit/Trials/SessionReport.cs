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

    public TrialRun? Stopped { get; set; }

    public TrialRun? Resumed { get; set; }

    /// <summary>Where the session itself broke off, or <see langword="null"/>.</summary>
    public string? Broken { get; set; }

    /// <summary>The load contexts that were still alive after the last round of collection.</summary>
    public IReadOnlyList<string> Alive { get; set; } = [];

    /// <summary>How many rounds of collection were needed.</summary>
    public int Rounds { get; set; }
}
