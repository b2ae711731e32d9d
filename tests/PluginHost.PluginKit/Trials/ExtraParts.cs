using PluginHost.Jobs;
using PluginHost.Pipeline;

namespace PluginHost.PluginKit.Trials;

/// <summary>Adds parts of the kit's own to a bound job: a strategy that looks, a stream that is cut where a trial wants it.</summary>
internal static class ExtraParts
{
    /// <summary>The job with the parts added; it shares everything else with the one given, which stays the owner of the plugins.</summary>
    public static LoadedJob Add(LoadedJob job, Probe? probe, Cut? cut)
    {
        var components = job.Job.Components.ToList();
        if (cut is not null)
        {
            var at = components.FindIndex(component => component.Kind == "benchmark");
            components[at] = Part(components[at], components[at].Path, typeof(IBenchmark), typeof(CutStream), cut);
        }

        if (probe is not null)
        {
            var model = components.Find(component => component.Kind == "strategy")!;
            components.Add(Part(model, "strategy of the kit", typeof(IStrategy), typeof(ProbeStrategy), probe));
        }

        return job with { Job = job.Job with { Components = components } };
    }

    private static JobComponent Part(JobComponent beside, string path, Type contract, Type implementation, object given) => beside with
    {
        Use = "kit",
        Path = path,
        Options = null,
        OptionsValue = given,
        ResolvedOptions = null,
        Registration = new()
        {
            Kind = beside.Kind,
            Name = "kit",
            Many = true,
            Contract = contract,
            Implementation = implementation,
        },
    };
}
