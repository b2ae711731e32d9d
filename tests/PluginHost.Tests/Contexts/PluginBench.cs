using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Loading;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Tests.Contexts;

/// <summary>Loads fixture plugins as the kernel does, one step at a time.</summary>
internal sealed class PluginBench : IDisposable
{
    private readonly List<LoadedPlugin> _loaded = [];

    public SharedAssemblies Shared { get; } = new(Path.Combine(Workbench.Fixtures, "shared"));

    public FindingList Findings { get; } = new();

    public LoadedPlugin Load(string id) => Load(Find(Path.Combine(Workbench.Plugins, id))).ShouldNotBeNull(Text());

    public LoadedPlugin? Load(PluginFolder folder)
    {
        if (!new PluginVerification(Shared, TrustPolicy.Open).Verify(folder)) Findings.AddRange(folder.Findings);
        if (folder.State == PluginState.Faulted) return null;
        var plugin = Findings.Take(new PluginLoader(Shared).Load(folder, []));
        if (plugin is not null) _loaded.Add(plugin);
        return plugin;
    }

    public static PluginFolder Find(string folder) => PluginDiscovery.Discover([folder]).All.ShouldHaveSingleItem();

    /// <summary>Builds the only component of a plugin that takes nothing.</summary>
    public static object Build(LoadedPlugin plugin) => Activator.CreateInstance(plugin.Components.Single().Implementation)!;

    public void Dispose() => _loaded.ForEach(plugin => plugin.Unload());

    private string Text() => string.Join('\n', Findings.All.Select(reported => reported.Finding.ToString()));
}
