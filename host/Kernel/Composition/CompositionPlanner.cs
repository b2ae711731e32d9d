using System.Reflection;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;

namespace PluginHost.Composition;

/// <summary>
/// Plans the composition from the constructors and the stated needs of a job's components, before any of them is built: missing
/// contracts, missing capabilities,
/// ambiguities and circles all become findings.
/// </summary>
internal sealed class CompositionPlanner(Job job, PluginCatalog catalog, IReadOnlyList<PreparedEntry> entries, FindingList findings)
{
    private readonly HashSet<string> _brokenKinds =
        [.. job.Entries.Except(entries.Select(prepared => prepared.Entry)).Select(entry => entry.Kind)];

    public CompositionPlan Plan()
    {
        CheckKinds();
        CheckNeeds();
        var planned = entries.Select(Plan).OfType<PlannedComponent>().ToList();
        return new CompositionPlan(Sort(planned));
    }

    private void CheckKinds()
    {
        foreach (var group in entries.GroupBy(entry => entry.Component.Kind))
        {
            if (group.Count() < 2 || group.All(entry => entry.Component.Many)) continue;
            var where = job.Json.Where(group.ElementAt(1).Entry.Path);
            findings.Error(FindingCodes.TooManyOfKind, where, $"the job names {group.Count()} components of kind '{group.Key}'", "one");
        }
    }

    private void CheckNeeds()
    {
        foreach (var entry in entries)
        {
            foreach (var need in entry.Component.NeededCapabilities)
            {
                if (_brokenKinds.Count > 0 || entries.Any(other => need.Capability.IsAssignableFrom(other.Implementation))) continue;
                var offers = CapabilityOffers.Find(need.Capability, catalog);
                findings.Error(
                    FindingCodes.MissingCapability,
                    job.Json.Where(entry.Entry.Path),
                    $"{entry} needs a component with {need.Capability.Name} because {need.Why}, and no component of the job offers it",
                    fix: offers.Count > 0 ? $"Offered by {string.Join(", ", offers)}." : "No plugin that was found offers it.");
            }
        }
    }

    private PlannedComponent? Plan(PreparedEntry entry)
    {
        var constructors = entry.Implementation.GetConstructors(BindingFlags.Public | BindingFlags.Instance);
        if (constructors.Length != 1)
        {
            var what = $"{entry}: the class {entry.Implementation.Name} has {constructors.Length} public constructors";
            findings.Error(FindingCodes.ConstructorShape, job.Json.Where(entry.Entry.Path), what, "one");
            return null;
        }

        var dependencies = new List<(Type, IReadOnlyList<PreparedEntry>)>();
        foreach (var parameter in constructors[0].GetParameters())
        {
            var wish = ConstructorParameter.Of(parameter, entry.Component.Options?.Type);
            if (!wish.Supported)
            {
                findings.Error(
                    FindingCodes.ConstructorShape,
                    job.Json.Where(entry.Entry.Path),
                    $"{entry}: nothing can be given for its parameter '{parameter.Name}' of type {parameter.ParameterType.Name}",
                    "its options, a contract, IRunContext, IRunEvents or RandomSource");
            }

            if (wish.Contract is not { } contract) continue;
            var providers = Providers(entry, contract, wish.Many);
            if (providers.Count == 0 && !wish.Optional) AddMissing(entry, contract);
            if (providers.Count > 1 && !wish.Many) AddAmbiguous(entry, contract, providers);
            if (providers.Count > 0 && !dependencies.Exists(known => known.Item1 == contract)) dependencies.Add((contract, providers));
        }

        return new PlannedComponent(entry, dependencies);
    }

    private List<PreparedEntry> Providers(PreparedEntry asking, Type contract, bool many)
    {
        var all = entries.Where(entry => entry != asking && contract.IsAssignableFrom(entry.Implementation)).ToList();
        if (many || all.Count < 2) return all;

        // A component that was registered for the contract comes before one that implements it besides its own.
        var registered = all.FindAll(entry => entry.Component.Contract == contract);
        return registered.Count > 0 ? registered : all;
    }

    private void AddMissing(PreparedEntry entry, Type contract)
    {
        var kind = contract.GetCustomAttribute<ComponentKindAttribute>()?.Kind;
        if (kind is not null ? _brokenKinds.Contains(kind) : _brokenKinds.Count > 0) return;
        var names = kind is null ? [] : catalog.NamesOf(kind).ToArray();
        var offers = names.Length == 0 ? CapabilityOffers.Find(contract, catalog) : [];
        findings.Error(
            FindingCodes.MissingComponent,
            job.Json.Where(entry.Entry.Path),
            $"{entry} needs a component that fulfils {contract.Name}, and the job names none",
            names.Length > 0 ? $"\"{job.Keys.FirstOrDefault(pair => pair.Value == kind).Key ?? kind}\": {NearestName.OneOf(names)}" : kind is not null ? $"a component of kind '{kind}'" : null,
            offers.Count > 0 ? $"Offered by {string.Join(", ", offers)}." : null);
    }

    private void AddAmbiguous(PreparedEntry entry, Type contract, List<PreparedEntry> providers) =>
        findings.Error(
            FindingCodes.AmbiguousDependency,
            job.Json.Where(entry.Entry.Path),
            $"{entry} takes one {contract.Name}, but several components fulfil it: {string.Join(", ", providers)}",
            "one of them in the job");

    private List<PlannedComponent> Sort(List<PlannedComponent> planned)
    {
        var sorted = new List<PlannedComponent>();
        var byEntry = planned.ToDictionary(component => component.Entry);
        var done = new HashSet<PlannedComponent>();
        var reported = false;
        foreach (var component in planned) Visit(component, []);
        return sorted;

        void Visit(PlannedComponent component, List<PlannedComponent> chain)
        {
            var at = chain.IndexOf(component);
            if (at >= 0)
            {
                if (!reported) AddCycle([.. chain[at..], component]);
                reported = true;
                return;
            }

            if (done.Contains(component)) return;
            chain.Add(component);
            foreach (var provider in component.Dependencies.SelectMany(dependency => dependency.Providers))
            {
                if (byEntry.TryGetValue(provider, out var below)) Visit(below, chain);
            }

            chain.RemoveAt(chain.Count - 1);
            if (done.Add(component)) sorted.Add(component);
        }
    }

    private void AddCycle(List<PlannedComponent> cycle) =>
        findings.Error(
            FindingCodes.DependencyCycle,
            job.Json.Where(cycle[0].Entry.Entry.Path),
            $"the components need each other in a circle: {string.Join(" -> ", cycle.Select(component => component.Entry.ToString()))}",
            "constructors without a circle");
}
