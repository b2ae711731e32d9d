using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Options;

namespace PluginHost.Pipeline;

/// <summary>
/// Fifth stage: gives every component its options, checked by the schema and the rules of the loaded plugin, and tells whether what the
/// components need of one another is there (<see cref="Wiring"/>).
/// </summary>
internal static class BindStage
{
    /// <summary>Binds. The components of the result have options unless these are faulty.</summary>
    public static Result<LoadedJob> Bind(LoadedJob loaded)
    {
        var findings = new FindingList();
        var job = loaded.Job;
        job = job with
        {
            Components = [.. job.Components.Select(component => component.Registration is null ? component : findings.Take(Bind(job, component)))],
        };
        loaded = loaded with { Job = job };
        findings.AddRange(new Wiring(loaded).Check());
        return new(loaded, findings);
    }

    /// <summary>What checks the options of a component of a job and says where in the job they are wrong.</summary>
    public static OptionsBinder Binder(Job job, JobComponent component) =>
        new() { Note = inside => job.Json.NoteAt(component.OptionPath(inside)) };

    private static Result<JobComponent> Bind(Job job, JobComponent component)
    {
        var findings = new FindingList();
        var where = (string inside) => job.Json.Where(component.OptionPath(inside));
        if (component.Registration!.Options is { } type)
        {
            using var scope = component.Plugin!.Context.EnterContextualReflection();
            var bound = findings.Take(Binder(job, component).Bind(type, component.Options, component.Name, where));
            return new(bound is var (value, resolved) ? component with { OptionsValue = value, ResolvedOptions = resolved } : component, findings);
        }

        foreach (var (name, _) in component.Options as JsonObject ?? [])
            findings.Error(FindingCodes.UnknownOption, where(name), $"unknown option '{name}'", $"no options: {component.Name} has none");
        return new(component, findings);
    }
}
