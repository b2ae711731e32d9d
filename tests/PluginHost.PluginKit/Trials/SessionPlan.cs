using System.Text.Json.Nodes;

namespace PluginHost.PluginKit.Trials;

/// <summary>What to do with a component.</summary>
internal sealed record SessionPlan
{
    /// <summary>The component.</summary>
    public required Subject Subject { get; init; }

    /// <summary>The job around it.</summary>
    public required JsonObject Job { get; init; }

    /// <summary>Whether the component can be built on this machine at all.</summary>
    public required bool Alive { get; init; }

    /// <summary>Whether the job is to be run, or its components only to be built.</summary>
    public bool Trains { get; init; }

    /// <summary>Whether the run is stopped after every step and resumed, or after the last but one alone.</summary>
    public bool StopsEverywhere { get; init; }

    /// <summary>Looks at the living component before anything ran; says what is wrong.</summary>
    public required Func<object, IEnumerable<string>> Examine { get; init; }

    /// <summary>Looks at the component at work; <see langword="null"/> if its kind has nothing to look at there.</summary>
    public Func<object, Work, IEnumerable<string>>? Look { get; init; }

    /// <summary>Other jobs to run it in.</summary>
    public IReadOnlyList<Variant> Variants { get; init; } = [];
}

/// <summary>Another job that a component is run in.</summary>
/// <param name="Name">What the facts know it by.</param>
/// <param name="Job">The job.</param>
/// <param name="Look">Looks at the work; <see langword="null"/> for nothing.</param>
/// <param name="Cut">Where the kit's own stream is cut, in place of the job's benchmark.</param>
internal sealed record Variant(string Name, JsonObject Job, Func<Work, IEnumerable<string>>? Look = null, Cut? Cut = null);
