using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Locks;
using PluginHost.Options;
using PluginHost.Runtimes;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Composition;

/// <summary>
/// Takes a job from its file to a plan: discovers, selects, verifies and loads plugins, binds options, plans the composition. Goes as
/// far as it can.
/// </summary>
internal sealed class JobPreparer(HostLayout layout, SharedAssemblies shared)
{
    /// <summary>Whether only what the job's lock says may be loaded.</summary>
    public bool Locked { get; init; }

    /// <summary>The lock to hold to, absolute; <see langword="null"/> for the job's own.</summary>
    public string? LockFile { get; init; }

    /// <summary>Whether plugins stay loaded until the process ends, as a run's do.</summary>
    public bool KeepsPlugins { get; init; }

    /// <summary>The native runtimes that the shared set brings.</summary>
    public SharedRuntimes Runtimes { get; } = new(shared, layout.SharedDirectory);

    /// <summary>Prepares a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="directories">Plugin directories of the command line, absolute; searched first.</param>
    /// <param name="findings">Takes everything that is found.</param>
    public PreparedJob Prepare(Job job, IReadOnlyList<string> directories, FindingList findings)
    {
        var catalog = Discover([.. directories, .. job.PluginDirectories], job.Directory);
        if (job.Entries.All(entry => entry.Kind != "engine"))
            findings.Error(
                FindingCodes.NoEngine,
                job.Json.Display,
                "the job names no engine",
                $"\"engine\": {NearestName.OneOf(catalog.NamesOf("engine"))}");
        return Prepare(job, catalog, findings);
    }

    /// <summary>Finds the plugins of some directories, then those installed for a project and a user, then the built-in ones.</summary>
    public PluginCatalog Discover(IReadOnlyList<string> directories, string project) =>
        PluginDiscovery.Discover([.. directories, .. layout.PluginPath(project)]);

    /// <summary>Prepares components from a catalog, whether or not they make a whole job.</summary>
    public PreparedJob Prepare(Job job, PluginCatalog catalog, FindingList findings)
    {
        if (KeepsPlugins) ContainerWarmUp.Begin();
        job = JobKeys.Resolve(job, catalog, findings);
        var selection = SelectResolved(job, catalog, findings);
        foreach (var conflict in NativeConflicts.Among(selection.InLoadOrder)) findings.Add(conflict);
        // Native runtimes get ready while plugins are verified, which runs no code of theirs. Both are done before the first is loaded.
        var preparing = Task.Run(() => PrepareRuntimes(job));
        var policyFindings = new FindingList();
        var verification = new PluginVerification(shared, TrustPolicy.Read(layout, job.Directory, policyFindings));
        foreach (var folder in selection.InLoadOrder) verification.Verify(folder);
        findings.AddRange(preparing.GetAwaiter().GetResult());
        // Under a lock, nothing is loaded before everything is known to be what was locked.
        List<LoadedPlugin> plugins = [];
        if (!Locked || !findings.HasErrors)
        {
            findings.AddRange(policyFindings);
            plugins = Load(selection, findings);
        }

        var entries = new List<PreparedEntry>();
        foreach (var entry in job.Entries)
        {
            if (selection.ByEntry.TryGetValue(entry, out var folder) && plugins.Find(plugin => plugin.Folder == folder) is { } plugin)
            {
                if (Bind(job, entry, plugin, findings) is { } prepared) entries.Add(prepared);
            }
        }

        var plan = new CompositionPlanner(job, catalog, entries, findings).Plan();
        return new PreparedJob { Job = job, Catalog = catalog, Plugins = plugins, Entries = entries, Plan = plan, Findings = findings };
    }

    /// <summary>Chooses the plugins of a job, as its lock prescribes if it is to hold; loads nothing.</summary>
    public PluginSelection Select(Job job, PluginCatalog catalog, FindingList findings) =>
        SelectResolved(JobKeys.Resolve(job, catalog, findings), catalog, findings);

    private PluginSelection SelectResolved(Job job, PluginCatalog catalog, FindingList findings)
    {
        if (!Locked) return new PluginSelector(job, catalog, findings).Select();
        if (JobLock.Read(job.File, LockFile, findings) is not var (locked, display))
            return new PluginSelector(job, catalog, findings).Select();
        var selector = new PluginSelector(job, catalog, findings)
        {
            Pins = locked.Plugins.ToDictionary(plugin => plugin.Key, plugin => plugin.Value.Version, StringComparer.Ordinal),
            PinnedBy = display,
        };
        var selection = selector.Select();
        new LockComparison(display, findings).Compare(locked, PluginsLock.Of(selection.InLoadOrder, shared));
        return selection;
    }

    private FindingList PrepareRuntimes(Job job)
    {
        var found = new FindingList();
        Runtimes.Prepare(ComputeThreads.Of(job.Threads), found);
        return found;
    }

    private List<LoadedPlugin> Load(PluginSelection selection, FindingList findings)
    {
        var loader = new PluginLoader(shared, findings) { Collectible = !KeepsPlugins };
        var plugins = new List<LoadedPlugin>();
        foreach (var folder in selection.InLoadOrder)
        {
            findings.AddRange(folder.Findings);
            var required = folder.Manifest!.Requires.Select(
                requirement => plugins.Find(plugin => plugin.Manifest.Id == requirement.Id)).ToArray();
            if (folder.State == PluginState.Faulted || required.Contains(null)) continue;
            if (loader.Load(folder, required!) is { } plugin) plugins.Add(plugin);
        }

        return plugins;
    }

    /// <summary>Gives a component of a job its options; <see langword="null"/> after adding findings.</summary>
    public static PreparedEntry? Bind(Job job, JobEntry entry, LoadedPlugin plugin, FindingList findings)
    {
        // A promise that was not kept is a finding of the loader already.
        if (plugin.Find(entry.Kind, entry.Use) is not { } component) return null;
        var where = (string inside) => job.Json.Where(Json.JsonPath.Join($"{entry.Path}.options", inside));
        BoundOptions? options = null;
        if (component.Options is { } type)
        {
            using var scope = plugin.Context.EnterContextualReflection();
            options = new OptionsBinder(findings).Bind(type, entry.Options, component.ToString(), where);
        }
        else
        {
            foreach (var (name, _) in entry.Options as System.Text.Json.Nodes.JsonObject ?? [])
                findings.Error(FindingCodes.UnknownOption, where(name), $"unknown option '{name}'", $"no options: {component} has none");
        }

        return new PreparedEntry { Entry = entry, Plugin = plugin, Component = component, Options = options };
    }
}
