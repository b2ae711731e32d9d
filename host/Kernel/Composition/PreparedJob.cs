using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Loading;

namespace PluginHost.Composition;

/// <summary>A job with its plugins loaded, its options bound and its composition planned. Disposing unloads the plugins.</summary>
internal sealed class PreparedJob : IDisposable
{
    public required Job Job { get; init; }

    public required PluginCatalog Catalog { get; init; }

    public required IReadOnlyList<LoadedPlugin> Plugins { get; init; }

    public required IReadOnlyList<PreparedEntry> Entries { get; init; }

    /// <summary>How to build the components; complete only if there are no errors among the findings.</summary>
    public required CompositionPlan Plan { get; init; }

    /// <summary>Everything found so far.</summary>
    public required FindingList Findings { get; init; }

    public void Dispose()
    {
        foreach (var plugin in Plugins.Reverse()) plugin.Unload();
    }
}
