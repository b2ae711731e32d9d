using PluginHost.Composition;
using PluginHost.Loading;
using PluginHost.Options;

namespace PluginHost.PluginKit.Trials;

/// <summary>Adds parts of the kit's own to a planned job: a strategy that looks, a stream that is cut where a trial wants it.</summary>
internal static class ExtraParts
{
    /// <summary>The job with the parts added; it shares everything else with the one given, which stays the owner of the plugins.</summary>
    public static PreparedJob Add(PreparedJob job, Probe? probe, Cut? cut)
    {
        var planned = job.Plan.InOrder;
        if (cut is not null) planned = Replace(planned, planned.Single(each => each.Entry.Component.Kind == "benchmark").Entry, cut);
        if (probe is not null) planned = AddStrategy(planned, probe);
        return new()
        {
            Job = job.Job,
            Catalog = job.Catalog,
            Plugins = job.Plugins,
            Entries = [.. planned.Select(each => each.Entry)],
            Plan = new(planned),
            Findings = job.Findings,
        };
    }

    private static IReadOnlyList<PlannedComponent> AddStrategy(IReadOnlyList<PlannedComponent> planned, Probe probe)
    {
        var model = planned.First(each => each.Entry.Component.Kind == "strategy").Entry;
        var added = Entry(model, typeof(IStrategy), typeof(ProbeStrategy), probe);
        return
        [
            new(added, []),
            .. planned.Select(each => With(each, dependency => dependency.Contract == typeof(IStrategy)
                ? (dependency.Contract, [.. dependency.Providers, added])
                : dependency)),
        ];
    }

    private static IReadOnlyList<PlannedComponent> Replace(IReadOnlyList<PlannedComponent> planned, PreparedEntry old, Cut cut)
    {
        var now = Entry(old, typeof(IBenchmark), typeof(CutStream), cut);
        return
        [
            .. planned.Select(each => each.Entry == old
                ? new(now, [])
                : With(each, dependency => (dependency.Contract, [.. dependency.Providers.Select(entry => entry == old ? now : entry)]))),
        ];
    }

    private static PlannedComponent With(
        PlannedComponent component,
        Func<(Type Contract, IReadOnlyList<PreparedEntry> Providers), (Type Contract, IReadOnlyList<PreparedEntry> Providers)> change) =>
        component with { Dependencies = [.. component.Dependencies.Select(change)] };

    private static PreparedEntry Entry(PreparedEntry beside, Type contract, Type implementation, object given) => new()
    {
        Entry = beside.Entry with { Use = "kit", Options = null },
        Plugin = beside.Plugin,
        Component = new()
        {
            Kind = beside.Component.Kind,
            Name = "kit",
            Many = true,
            Contract = contract,
            Implementation = implementation,
        },
        Options = new(given, Resolved: null),
    };
}
