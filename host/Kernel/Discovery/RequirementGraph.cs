using NuGet.Versioning;
using PluginHost.Manifests;

namespace PluginHost.Discovery;

/// <summary>Which plugins require which: the highest version of each, with the version that would serve each requirement.</summary>
internal sealed class RequirementGraph
{
    private readonly Dictionary<string, PluginManifest> _plugins;
    private readonly PluginCatalog _catalog;

    public RequirementGraph(PluginCatalog catalog)
    {
        _catalog = catalog;
        _plugins = catalog.Usable.Select(plugin => plugin.Manifest.Id).Distinct(StringComparer.Ordinal)
            .Select(id => catalog.Versions(id).First().Manifest)
            .ToDictionary(manifest => manifest.Id, StringComparer.Ordinal);
    }

    /// <summary>The plugins, by id.</summary>
    public IEnumerable<PluginManifest> Plugins => _plugins.Values.OrderBy(plugin => plugin.Id, StringComparer.Ordinal);

    /// <summary>Every requirement of every plugin.</summary>
    public IEnumerable<RequirementEdge> Edges => Plugins.SelectMany(Of);

    /// <summary>
    /// Where to start so that every plugin that requires something is reached: those that none requires, and one of each circle.
    /// </summary>
    public IReadOnlyList<PluginManifest> Roots()
    {
        var required = Edges.Where(edge => edge.From.Id != edge.To).Select(edge => edge.To).ToHashSet(StringComparer.Ordinal);
        var roots = Plugins.Where(plugin => !required.Contains(plugin.Id)).ToList();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in roots) Reach(root.Id, reached);
        foreach (var plugin in Plugins)
        {
            if (!reached.Contains(plugin.Id)) roots.Add(plugin);
            Reach(plugin.Id, reached);
        }

        return roots;
    }

    public PluginManifest? Find(string id) => _plugins.GetValueOrDefault(id);

    /// <summary>The requirements of one plugin.</summary>
    public IEnumerable<RequirementEdge> Of(PluginManifest plugin) => plugin.Requires.Select(required => new RequirementEdge
    {
        From = plugin,
        To = required.Id,
        Range = required.Range,
        Served = _catalog.Versions(required.Id)
            .Select(found => found.Manifest)
            .FirstOrDefault(manifest => required.Range.Satisfies(manifest.Version)),
        IsThere = _plugins.ContainsKey(required.Id),
    });

    private void Reach(string id, HashSet<string> reached)
    {
        var waiting = new Stack<string>([id]);
        while (waiting.TryPop(out var next))
        {
            if (!reached.Add(next) || Find(next) is not { } plugin) continue;
            foreach (var required in plugin.Requires) waiting.Push(required.Id);
        }
    }
}

/// <summary>One plugin's requirement of another.</summary>
internal sealed record RequirementEdge
{
    public required PluginManifest From { get; init; }

    /// <summary>The id of the required plugin.</summary>
    public required string To { get; init; }

    public required VersionRange Range { get; init; }

    /// <summary>The highest version in the range, or <see langword="null"/> if there is none.</summary>
    public required PluginManifest? Served { get; init; }

    /// <summary>Whether the required plugin is there in any version.</summary>
    public required bool IsThere { get; init; }

    /// <summary>Words for how it stands: "1.2.0", "no version fits", "missing".</summary>
    public string Standing => Served is not null ? Served.Version.ToNormalizedString() : IsThere ? "no version fits" : "missing";
}
