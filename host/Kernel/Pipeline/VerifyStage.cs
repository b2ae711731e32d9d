using System.Runtime.Loader;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Options;
using PluginHost.Runtimes;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Pipeline;

/// <summary>
/// Third stage: looks at all plugins of the job before any of them is loaded, and at the job's options where the plugin's manifest has their
/// schema. A build with the Sdk and <c>plugins pack</c> write schemas into manifests; where a manifest has none, options are checked by
/// <see cref="BindStage"/> alone, which asks the loaded plugin.
/// </summary>
internal static class VerifyStage
{
    /// <summary>
    /// Verifies; what is wrong with a plugin is also kept with its folder. Native runtimes get ready meanwhile, and load ahead if the job is to run.
    /// </summary>
    public static FindingList Verify(SelectedJob selected, HostLayout layout, SharedAssemblies shared, SharedRuntimes runtimes, bool loadsAhead)
    {
        var findings = new FindingList();
        foreach (var conflict in NativeConflicts.Among(selected.Plugins)) findings.Add(conflict);
        // Verification runs no code of plugins. Both are done before the first is loaded.
        var threads = ComputeThreads.Of(selected.Job.Threads);
        var preparing = Task.Run(() => runtimes.Prepare(threads));
        // Nobody waits for it but the first use.
        if (loadsAhead) _ = LoadAheadAsync(preparing, runtimes, threads, [.. selected.Plugins.Select(plugin => plugin.EntryPath)]);
        var (policy, ofPolicy) = TrustPolicy.Read(layout, selected.Job.Directory);
        var verification = new PluginVerification(shared, policy);
        foreach (var folder in selected.Plugins) verification.Verify(folder);
        findings.AddRange(preparing.GetAwaiter().GetResult());
        findings.AddRange(ofPolicy);
        foreach (var folder in selected.Plugins) findings.AddRange(folder.Findings);
        foreach (var component in selected.Job.Components) findings.AddRange(CheckOptions(selected.Job, component));
        return findings;
    }

    private static async Task LoadAheadAsync(Task preparing, SharedRuntimes runtimes, int threads, IReadOnlyList<string> plugins)
    {
        await preparing.ConfigureAwait(false);
        await Task.Factory.StartNew(Load, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);

        void Load()
        {
            // The system's loader lets one thread in at a time: what is asked of it to load plugins is there before it is busy with this for long.
            if (plugins.Count > 0 && File.Exists(plugins[0])) _ = new AssemblyDependencyResolver(plugins[0]);
            runtimes.LoadAhead(threads, plugins);
        }
    }

    private static FindingList CheckOptions(Job job, JobComponent component)
    {
        if (component.Folder is not { State: PluginState.Verified, Manifest: { } manifest } folder) return new();
        if (manifest.Find(component.Kind, component.Use)?.Options is not { } schema) return new();
        try
        {
            return BindStage.Binder(job, component)
                .Check(schema, OptionSpelling.OfSchema(schema, component.Options), inside => job.Json.Where(component.OptionPath(inside)));
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException)
        {
            // A schema of a stranger's hand: the loaded plugin will give the true one.
            var findings = new FindingList();
            findings.Warn(
                FindingCodes.OptionsSchema,
                folder.ManifestDisplay,
                $"{folder}: the options schema of {component.Name} cannot be used: {exception.Message}");
            return findings;
        }
    }
}
