using System.Text.Json.Nodes;
using PluginHost.PluginKit.Jobs;
using PluginHost.PluginKit.Trials;

namespace PluginHost.PluginKit;

/// <summary>
/// What every plugin must be able to do, whatever its kind. Inherit the class of your component's kind instead, such as
/// <see cref="Kinds.StrategyConformance"/>; inherit this one for a kind that the kit does not know.
/// </summary>
/// <remarks>
/// Everything happens in the test's own process, through the host's own loader, once for each component; the facts read what came of it. Tests
/// of one process wait for one another, as libtorch's random generator belongs to the process.
/// </remarks>
public abstract class PluginConformance
{
    private readonly Subject _subject;

    /// <summary>Names the component.</summary>
    /// <param name="plugin">
    /// The plugin's folder, absolute, or its id: then the metadata <c>PluginHost.Plugin</c> of the test assembly names the folder.
    /// </param>
    /// <param name="kind">The component's kind.</param>
    /// <param name="name">The component's name.</param>
    /// <param name="options">Options that make it small, a JSON object.</param>
    /// <param name="task">The task of the job around it, one of <see cref="TinyJob"/>'s.</param>
    protected PluginConformance(string plugin, string kind, string name, string options = "{}", string task = TinyJob.Separation) =>
        (_subject, Task) = (Subject.Of(GetType().Assembly, plugin, kind, name, options), task);

    /// <summary>The task of the job around the component.</summary>
    protected string Task { get; }

    private protected SessionReport Report => Session.Of(_subject, Plan);

    /// <summary>
    /// What this machine lacks to run the component, such as a program or a device; <see langword="null"/> if nothing. Manifest,
    /// loading, options and
    /// unloading are looked at anyway, the rest is skipped with this reason.
    /// </summary>
    protected virtual string? Missing => null;

    /// <summary>The manifest, the files and the versions are in order; warnings count as faults.</summary>
    [SkippableFact]
    public void It_verifies_without_a_finding() => Nothing(Report.Verification);

    /// <summary>The plugin has a collectible context of its own and shares contracts and TorchSharp with the host.</summary>
    [SkippableFact]
    public void It_loads_into_a_context_of_its_own()
    {
        Whole();
        Nothing(Report.Loading);
    }

    /// <summary>
    /// Defaults are valid, options survive the way to JSON and back, unknown ones are refused, the schema is the one that is shown.
    /// </summary>
    [SkippableFact]
    public void Its_options_survive_a_round_trip()
    {
        Whole();
        Nothing(Report.Options);
    }

    /// <summary>The component is built with its companions, finds nothing to complain of, and is disposed without a fault.</summary>
    [SkippableFact]
    public void It_composes_and_is_disposed()
    {
        Alive();
        Nothing(Report.Composition);
    }

    /// <summary>What the component's contract promises, as far as it can be seen from outside.</summary>
    [SkippableFact]
    public void It_keeps_the_promises_of_its_kind()
    {
        Alive();
        Nothing(Report.Kind);
        if (Report.Watched is not { } watched) return;
        Assert.True(watched.Failure is null, watched.Failure);
        Nothing([.. watched.Findings, .. watched.Seen]);
    }

    /// <summary>Nothing holds the plugin after its work: its load context is collected.</summary>
    [SkippableFact]
    public void It_unloads()
    {
        Whole();
        Assert.True(
            Report.Alive.Count == 0,
            $"still in memory after {Report.Rounds} rounds of collection: {string.Join(", ", Report.Alive)}. The usual reasons: "
            + "a thread, timer or task that outlives disposal; a handler on a static event; a static cache of the host or the "
            + "framework keyed by a type of the plugin, such as reflection-based JSON.");
    }

    /// <summary>The component with its plugin, such as <c>memories memory.herding</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Path.GetFileName(_subject.Folder)} {_subject}";

    /// <summary>The job around the component; override to give it other companions. The base is <see cref="TinyJob.With"/>.</summary>
    /// <returns>The job.</returns>
    protected virtual JsonObject Job() =>
        TinyJob.With(_subject.Kind, _subject.Name, Path.GetFileName(_subject.Folder), _subject.Options, Task);

    /// <summary>The component as an entry of a job.</summary>
    /// <returns>A new JSON object.</returns>
    protected JsonObject Entry() => new()
    {
        ["use"] = _subject.Name,
        ["plugin"] = Path.GetFileName(_subject.Folder),
        ["options"] = JsonNode.Parse(_subject.Options),
    };

    /// <summary>Looks at the living component before anything ran. Keep no reference to it.</summary>
    /// <param name="component">The component.</param>
    /// <returns>What is wrong with it, one line each.</returns>
    protected virtual IEnumerable<string> Examine(object component) => [];

    /// <summary>A fact that the plugin's manifest declares about the component (<see cref="DeclaresAttribute"/>).</summary>
    /// <param name="name">What it is about, such as <c>memory</c>.</param>
    /// <returns>The fact, or <see langword="null"/> if none is declared.</returns>
    private protected string? Declared(string name) => _subject.Declared(name);

    private protected virtual SessionPlan Plan() =>
        new() { Subject = _subject, Job = Job(), Alive = Missing is null, Examine = Examine };

    private protected static void Nothing(IReadOnlyList<string> faults) =>
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));

    private protected void Alive()
    {
        Skip.IfNot(Missing is null, Missing);
        Whole();
    }

    /// <summary>The plugin could be prepared at all; without that nothing else can be said.</summary>
    private protected void Whole()
    {
        Assert.True(Report.Broken is null, Report.Broken);
        Nothing(Report.Preparation);
    }
}
