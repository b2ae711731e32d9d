using Autofac;
using Autofac.Core;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Loading;

namespace PluginHost.Pipeline;

/// <summary>
/// Sixth stage: Autofac builds the components. Below the scope of the job, which has what the host gives and every component under the
/// contracts that others ask for, each plugin has a nested scope of its own, begun for its load context so that Autofac forgets the plugin's types
/// when the scope ends. What a constructor throws becomes a finding that names the component and its plugin.
/// </summary>
internal sealed class ComposeStage
{
    private readonly LoadedJob _job;
    private readonly JobComponent[] _components;
    private readonly FindingList _findings = new();
    private readonly Dictionary<LoadedPlugin, ILifetimeScope> _scopes = [];
    private readonly Dictionary<string, object> _built = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly List<JobComponent> _inOrder = [];

    private ComposeStage(LoadedJob job) => (_job, _components) = (job, [.. job.Components]);

    /// <summary>
    /// Builds every component whose dependencies could be built. Runs plugin code: call it on a thread whose ambient state may be lost.
    /// </summary>
    /// <param name="job">The job, its components bound.</param>
    /// <param name="context">What components learn of the run.</param>
    /// <param name="events">Where they publish events.</param>
    /// <param name="disposalDeadline">How long all components together may take to be disposed.</param>
    public static Result<ComposedJob> Compose(LoadedJob job, IRunContext context, IRunEvents events, TimeSpan disposalDeadline)
    {
        var stage = new ComposeStage(job);
        var root = stage.Root(context, events);
        foreach (var plugin in job.Plugins)
            stage._scopes[plugin] = root.BeginLoadContextLifetimeScope(plugin.Context, builder => stage.Register(builder, plugin));
        foreach (var component in stage._components) stage.TryBuild(component);
        var composed = new ComposedJob(job.Job, root, stage._scopes, stage._inOrder) { DisposalDeadline = disposalDeadline };
        return new(composed, stage._findings);
    }

    private IContainer Root(IRunContext context, IRunEvents events)
    {
        var builder = new ContainerBuilder();
        builder.RegisterInstance(context).As<IRunContext>().ExternallyOwned();
        builder.RegisterInstance(events).As<IRunEvents>().ExternallyOwned();
        builder.RegisterInstance(new RandomSource(context.Seed)).ExternallyOwned();
        var asked = _components.SelectMany(ConstructorParameter.Of).Select(wish => wish.Contract).OfType<Type>().ToHashSet();
        foreach (var component in _components)
        {
            var own = component.Registration!.Contract;
            foreach (var contract in asked.Where(contract => contract.IsAssignableFrom(component.Implementation)))
            {
                var registration = builder.Register(_ => Build(component)).As(contract).ExternallyOwned();
                // Where one is asked for, a component that was registered for the contract comes before one that implements it besides its own.
                if (contract != own) registration.PreserveExistingDefaults();
            }
        }

        return builder.Build();
    }

    private void Register(ContainerBuilder builder, LoadedPlugin plugin)
    {
        foreach (var component in _components.Where(component => component.Plugin == plugin))
        {
            builder.RegisterType(component.Implementation)
                .Keyed<object>(component.Path)
                .SingleInstance()
                // A component may hang when it is disposed; the composed job knows how long to wait.
                .ExternallyOwned()
                .WithParameters(Parameters(component));
        }
    }

    /// <summary>What only this component gets: its options, and the others where it fulfils a contract that it takes itself.</summary>
    private IEnumerable<Parameter> Parameters(JobComponent component)
    {
        if (component.OptionsValue is { } options) yield return new TypedParameter(options.GetType(), options);
        foreach (var wish in ConstructorParameter.Of(component))
        {
            if (wish.Contract is not { } contract || !contract.IsAssignableFrom(component.Implementation)) continue;
            var providers = Wiring.Providers(_components, component, contract, wish.Many);
            if (!wish.Many && providers.Count == 0) continue;
            yield return new ResolvedParameter(
                (parameter, _) => parameter.Position == wish.Parameter.Position,
                (_, _) => wish.Many ? Collect(contract, providers) : Build(providers[0]));
        }
    }

    private Array Collect(Type contract, List<JobComponent> providers)
    {
        var all = Array.CreateInstance(contract, providers.Count);
        for (var i = 0; i < providers.Count; i++) all.SetValue(Build(providers[i]), i);
        return all;
    }

    private void TryBuild(JobComponent component)
    {
        try
        {
            Build(component);
        }
        catch (BrokenComponentException)
        {
            // It, or the one that it needs, has a finding.
        }
    }

    /// <summary>The object of a component, built in its plugin's scope the first time.</summary>
    /// <exception cref="BrokenComponentException">It cannot be built; there is a finding.</exception>
    private object Build(JobComponent component)
    {
        if (_built.TryGetValue(component.Path, out var known)) return known;
        if (!_begun.Add(component.Path)) throw new BrokenComponentException();
        try
        {
            using var reflection = component.Plugin!.Context.EnterContextualReflection();
            var instance = _scopes[component.Plugin].ResolveKeyed<object>(component.Path);
            _built[component.Path] = instance;
            _inOrder.Add(component with { Instance = instance });
            return instance;
        }
        catch (Exception exception)
        {
            if (PluginCode.Cause(exception) is var cause and not BrokenComponentException) Report(component, cause);
            throw new BrokenComponentException();
        }
    }

    private void Report(JobComponent component, Exception cause)
    {
        var json = _job.Job.Json;
        var where = json.Where(component.Path);
        if (cause is JobException fault)
        {
            foreach (var finding in fault.Findings)
                _findings.Add(
                    finding with { Where = finding.Where.Length == 0 ? where : json.Where(component.OptionPath(finding.Where)) });
            return;
        }

        var folder = component.Plugin!.Folder;
        var what = $"{component} of {folder} could not be built: {PluginCode.Describe(cause)}";
        folder.MoveTo(PluginState.Faulted, what);
        _findings.Error(FindingCodes.ConstructorFailed, where, what, cause: cause);
    }

    /// <summary>A component could not be built: those that need it are neither built nor blamed.</summary>
    private sealed class BrokenComponentException : Exception;
}
