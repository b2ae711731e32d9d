using Autofac;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Loading;

namespace PluginHost.Composition;

/// <summary>
/// Builds the components of a plan with Autofac: one scope per component, begun for its plugin's load context so that Autofac forgets
/// the plugin's types when
/// the scope ends. What a constructor throws becomes a finding that names the component and its plugin.
/// </summary>
internal sealed class JobComposer(PreparedJob prepared, FindingList findings)
{
    private readonly Dictionary<PreparedEntry, ComposedComponent> _built = [];

    /// <summary>How long the components may take to be disposed.</summary>
    public TimeSpan DisposalDeadline { get; init; } = ComposedJob.DefaultDisposalDeadline;

    /// <summary>
    /// Builds every component whose dependencies could be built. Runs plugin code: call it on a thread whose ambient state may be lost.
    /// </summary>
    public ComposedJob Compose(IRunContext context, IRunEvents events)
    {
        var builder = new ContainerBuilder();
        builder.RegisterInstance(context).As<IRunContext>().ExternallyOwned();
        builder.RegisterInstance(events).As<IRunEvents>().ExternallyOwned();
        builder.RegisterInstance(new RandomSource(context.Seed)).ExternallyOwned();
        var root = builder.Build();
        var components = new List<ComposedComponent>();
        foreach (var planned in prepared.Plan.InOrder)
        {
            if (planned.Dependencies.Any(dependency => dependency.Providers.Any(provider => !_built.ContainsKey(provider)))) continue;
            if (Build(root, planned) is not { } component) continue;
            _built.Add(planned.Entry, component);
            components.Add(component);
        }

        return new ComposedJob(root, components) { DisposalDeadline = DisposalDeadline };
    }

    /// <summary>Asks every component that can tell whether it will be able to work.</summary>
    /// <param name="job">The composed job.</param>
    /// <param name="except">A component that is not asked; <see langword="null"/> to ask all.</param>
    public void SelfCheck(ComposedJob job, object? except = null)
    {
        foreach (var component in job.Components)
        {
            if (component.Instance is not ISelfCheck check || component.Instance == except) continue;
            try
            {
                using var scope = component.Entry.Plugin.Context.EnterContextualReflection();
                foreach (var finding in check.Check())
                    findings.Add(
                        finding with
                        {
                            Where = prepared.Job.Json.Where(
                                finding.Where.Length == 0 ? component.Entry.Entry.Path : component.Entry.OptionPath(finding.Where)),
                        });
            }
            catch (Exception exception)
            {
                var what = $"the self-check of {component.Entry} failed: {exception.Message}";
                findings.Error(FindingCodes.CheckFailed, prepared.Job.Json.Where(component.Entry.Entry.Path), what, cause: exception);
            }
        }
    }

    /// <summary>Lets the engine check what comes before training, if it can.</summary>
    /// <param name="job">The composed job, whose components found nothing wrong.</param>
    /// <param name="parts">What to check.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task CheckJobAsync(ComposedJob job, CheckedParts parts, CancellationToken cancellationToken)
    {
        var component = job.Components.First(component => component.Instance == job.Engine);
        var where = prepared.Job.Json.Where(component.Entry.Entry.Path);
        if (job.Engine is not IJobCheck check)
        {
            findings.Add(new Finding
            {
                Code = FindingCodes.CheckedByRunOnly,
                Severity = parts.HasFlag(CheckedParts.Samples) ? FindingSeverity.Error : FindingSeverity.Note,
                Where = where,
                What = $"not checked: {component.Entry} prepares neither data nor model before a run",
            });
            return;
        }

        try
        {
            using var scope = component.Entry.Plugin.Context.EnterContextualReflection();
            foreach (var finding in await check.CheckAsync(parts, cancellationToken)) findings.Add(finding with { Where = Place(finding.Where) });
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var cause = PluginCode.Cause(exception);
            findings.Error(
                FindingCodes.CheckFailed,
                where,
                $"the check of {component.Entry} failed: {cause.Message}",
                cause: cause);
        }
    }

    // A path in the job gets its file and line; another place, such as a sample, stays as it is.
    private string Place(string where)
    {
        var end = where.IndexOfAny(['.', '[']);
        return prepared.Job.Json.Root.ContainsKey(end < 0 ? where : where[..end]) ? prepared.Job.Json.Where(where) : where;
    }

    private ComposedComponent? Build(IContainer root, PlannedComponent planned)
    {
        var entry = planned.Entry;
        using var reflection = entry.Plugin.Context.EnterContextualReflection();
        var scope = root.BeginLoadContextLifetimeScope(entry.Plugin.Context, builder => Register(builder, planned));
        try
        {
            return new ComposedComponent(entry, scope.Resolve(entry.Implementation), scope);
        }
        catch (Exception exception)
        {
            scope.Dispose();
            Report(entry, exception);
            return null;
        }
    }

    private void Register(ContainerBuilder builder, PlannedComponent planned)
    {
        var entry = planned.Entry;
        builder.RegisterType(entry.Implementation).AsSelf().SingleInstance();
        if (entry.Options is { } options) builder.RegisterInstance(options.Value).As(options.Value.GetType()).ExternallyOwned();
        foreach (var (contract, providers) in planned.Dependencies)
        {
            foreach (var provider in providers) builder.RegisterInstance(_built[provider].Instance).As(contract).ExternallyOwned();
        }
    }

    private void Report(PreparedEntry entry, Exception exception)
    {
        var cause = PluginCode.Cause(exception);
        var where = prepared.Job.Json.Where(entry.Entry.Path);
        if (cause is JobException fault)
        {
            foreach (var finding in fault.Findings)
                findings.Add(
                    finding with { Where = finding.Where.Length == 0 ? where : prepared.Job.Json.Where(entry.OptionPath(finding.Where)) });
            return;
        }

        var what = $"{entry} of {entry.Plugin.Folder} could not be built: {PluginCode.Describe(cause)}";
        entry.Plugin.Folder.MoveTo(Discovery.PluginState.Faulted, what);
        findings.Error(FindingCodes.ConstructorFailed, where, what, cause: cause);
    }
}
