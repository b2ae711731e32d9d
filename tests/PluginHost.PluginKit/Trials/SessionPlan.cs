using System.Text.Json.Nodes;

namespace PluginHost.PluginKit.Trials;

/// <summary>What to do with a component.</summary>
/// <param name="Subject">The component.</param>
/// <param name="Job">The job around it.</param>
/// <param name="Trains">Whether the job is to be run, or its components only to be built.</param>
/// <param name="Examine">Looks at the living component; says what is wrong.</param>
/// <param name="Alive">Whether the component can be built on this machine at all.</param>
internal sealed record SessionPlan(Subject Subject, JsonObject Job, bool Trains, Func<object, IEnumerable<string>> Examine, bool Alive);
