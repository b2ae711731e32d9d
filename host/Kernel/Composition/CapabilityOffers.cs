using PluginHost.Discovery;
using PluginHost.Verification;

namespace PluginHost.Composition;

/// <summary>Finds which of the known plugins offer a capability, from metadata alone.</summary>
internal static class CapabilityOffers
{
    /// <summary>Returns components, or plugin ids where a plugin provides several components.</summary>
    public static IReadOnlyList<string> Find(Type capability, PluginCatalog catalog)
    {
        var name = capability.FullName ?? capability.Name;
        var offers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (folder, manifest) in catalog.Usable)
        {
            if (ManagedFile.TryRead(folder.EntryPath) is not { } file
                || !file.Types.Values.Any(type => type.IsConcrete && Implements(file, type, name)))
                continue;
            offers.Add(manifest.Provides.Count == 1 ? manifest.Provides[0].ToString() : $"the plugin {manifest.Id}");
        }

        return [.. offers];
    }

    private static bool Implements(ManagedFile file, ManagedType type, string name) =>
        type.Interfaces.Contains(name)
        || type.Interfaces.Append(type.BaseType).Any(
            above => above is not null && file.Types.TryGetValue(above, out var known) && known != type && Implements(file, known, name));
}
