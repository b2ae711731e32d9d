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
    public static StageResult<LoadedJob> Bind(LoadedJob loaded)
    {
        var findings = new FindingList();
        var job = loaded.Job;
        job = job with
        {
            Components = [.. job.Components.Select(component => component.Registration is null ? component : Bind(job, component, findings))],
        };
        loaded = loaded with { Job = job };
        findings.AddRange(new Wiring(loaded).Check());
        return new(loaded, findings);
    }

    /// <summary>What checks the options of a component of a job and says where in the job they are wrong.</summary>
    public static OptionsBinder Binder(Job job, JobComponent component, FindingList findings) =>
        new(findings) { Note = inside => job.Json.NoteAt(component.OptionPath(inside)) };

    private static JobComponent Bind(Job job, JobComponent component, FindingList findings)
    {
        var where = (string inside) => job.Json.Where(component.OptionPath(inside));
        if (component.Registration!.Options is { } type)
        {
            using var scope = component.Plugin!.Context.EnterContextualReflection();
            return Binder(job, component, findings).Bind(type, component.Options, component.Name, where) is var (value, resolved)
                ? component with { OptionsValue = value, ResolvedOptions = resolved }
                : component;
        }

        foreach (var (name, _) in component.Options as JsonObject ?? [])
            findings.Error(FindingCodes.UnknownOption, where(name), $"unknown option '{name}'", $"no options: {component.Name} has none");
        return component;
    }
}
