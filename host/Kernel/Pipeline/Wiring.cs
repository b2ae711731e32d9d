using System.Reflection;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Verification;

namespace PluginHost.Pipeline;

/// <summary>
/// Tells what a container cannot before it builds anything: from the constructors and the stated needs of a job's components, missing
/// capabilities, missing and ambiguous components, and circles become findings, all at once. What fits is resolved by Autofac.
/// </summary>
internal sealed class Wiring
{
    private readonly FindingList _findings = new();
    private readonly LoadedJob _loaded;
    private readonly JobComponent[] _components;
    private readonly JobComponent[] _broken;

    public Wiring(LoadedJob loaded)
    {
        _loaded = loaded;
        _components = [.. loaded.Components];
        _broken = [.. loaded.Job.Components.Where(component => component.Registration is null)];
    }

    /// <summary>Returns what is wrong with the components of the job as a whole.</summary>
    public FindingList Check()
    {
        CheckKinds();
        CheckNeeds();
        foreach (var component in _components) CheckConstructor(component);
        CheckCircles();
        return _findings;
    }

    /// <summary>The others of some components that fulfil a contract for the one that asks.</summary>
    public static List<JobComponent> Providers(IEnumerable<JobComponent> components, JobComponent asking, Type contract, bool many)
    {
        var all = components.Where(other => other.Path != asking.Path && contract.IsAssignableFrom(other.Implementation)).ToList();
        if (many || all.Count < 2) return all;

        // A component that was registered for the contract comes before one that implements it besides its own.
        var registered = all.FindAll(other => other.Registration!.Contract == contract);
        return registered.Count > 0 ? registered : all;
    }

    private void CheckKinds()
    {
        foreach (var group in _components.GroupBy(component => component.Kind))
        {
            if (group.Count() < 2 || group.All(component => component.Registration!.Many)) continue;
            Error(FindingCodes.TooManyOfKind, group.ElementAt(1), $"the job names {group.Count()} components of kind '{group.Key}'", "one");
        }
    }

    private void CheckNeeds()
    {
        foreach (var component in _components)
        {
            foreach (var need in component.Registration!.NeededCapabilities)
            {
                if (_components.Any(other => need.Capability.IsAssignableFrom(other.Implementation)) || MayBeOfBroken(need.Capability)) continue;
                var offers = CapabilityOffers.Find(need.Capability, _loaded.Catalog);
                Error(
                    FindingCodes.MissingCapability,
                    component,
                    $"{component} needs a component with {need.Capability.Name} because {need.Why}, and no component of the job offers it",
                    fix: offers.Count > 0 ? $"Offered by {string.Join(", ", offers)}." : "No plugin that was found offers it.");
            }
        }
    }

    /// <summary>Whether a component that could not be loaded would have offered it; that one has a finding already.</summary>
    private bool MayBeOfBroken(Type contract) =>
        Array.Exists(_broken, component => component.Folder is { Manifest: not null } folder && CapabilityOffers.Offers(folder, contract));

    private void CheckConstructor(JobComponent component)
    {
        var constructors = ConstructorParameter.Constructors(component).Length;
        if (constructors != 1)
        {
            var what = $"{component}: the class {component.Implementation.Name} has {constructors} public constructors";
            Error(FindingCodes.ConstructorShape, component, what, "one");
        }

        foreach (var wish in ConstructorParameter.Of(component))
        {
            if (!wish.Supported)
            {
                var (name, type) = (wish.Parameter.Name, wish.Parameter.ParameterType.Name);
                Error(
                    FindingCodes.ConstructorShape,
                    component,
                    $"{component}: nothing can be given for its parameter '{name}' of type {type}",
                    "its options, a contract, IRunContext, IRunEvents or RandomSource");
            }

            if (wish.Contract is not { } contract) continue;
            var providers = Providers(_components, component, contract, wish.Many);
            if (providers.Count == 0 && !wish.Optional) AddMissing(component, contract);
            if (providers.Count > 1 && !wish.Many)
            {
                var several = $"{component} takes one {contract.Name}, but several components fulfil it: {string.Join(", ", providers)}";
                Error(FindingCodes.AmbiguousDependency, component, several, "one of them in the job");
            }
        }
    }

    private void AddMissing(JobComponent component, Type contract)
    {
        var kind = contract.GetCustomAttribute<ComponentKindAttribute>()?.Kind;
        if (kind is not null ? Array.Exists(_broken, other => other.Kind == kind) : MayBeOfBroken(contract)) return;
        var names = kind is null ? [] : _loaded.Catalog.NamesOf(kind).ToArray();
        var offers = names.Length == 0 ? CapabilityOffers.Find(contract, _loaded.Catalog) : [];
        var key = _loaded.Job.Keys.FirstOrDefault(pair => pair.Value == kind).Key ?? kind;
        Error(
            FindingCodes.MissingComponent,
            component,
            $"{component} needs a component that fulfils {contract.Name}, and the job names none",
            names.Length > 0 ? $"\"{key}\": {NearestName.OneOf(names)}" : kind is not null ? $"a component of kind '{kind}'" : null,
            offers.Count > 0 ? $"Offered by {string.Join(", ", offers)}." : null);
    }

    /// <summary>Follows constructors from each component; the first circle is told, as one often lies in another.</summary>
    private void CheckCircles()
    {
        var done = new HashSet<JobComponent>();
        foreach (var component in _components)
        {
            if (Walk(component, []) is not { } circle) continue;
            var names = string.Join(" -> ", circle.Select(one => one.ToString()));
            Error(FindingCodes.DependencyCycle, circle[0], $"the components need each other in a circle: {names}", "constructors without a circle");
            return;
        }

        List<JobComponent>? Walk(JobComponent component, List<JobComponent> chain)
        {
            var at = chain.IndexOf(component);
            if (at >= 0) return [.. chain[at..], component];
            if (!done.Add(component)) return null;
            return ConstructorParameter.Of(component)
                .Where(wish => wish.Contract is not null)
                .SelectMany(wish => Providers(_components, component, wish.Contract!, wish.Many))
                .Select(provider => Walk(provider, [.. chain, component]))
                .FirstOrDefault(circle => circle is not null);
        }
    }

    private void Error(string code, JobComponent component, string what, string? expected = null, string? fix = null) =>
        _findings.Error(code, _loaded.Job.Json.Where(component.Path), what, expected, fix);
}
