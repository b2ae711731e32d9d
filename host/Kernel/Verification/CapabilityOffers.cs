using PluginHost.Discovery;

namespace PluginHost.Verification;

/// <summary>Finds which plugins offer a capability, from metadata alone.</summary>
internal static class CapabilityOffers
{
    /// <summary>Returns components, or plugin ids where a plugin provides several components.</summary>
    public static IReadOnlyList<string> Find(Type capability, PluginCatalog catalog)
    {
        var offers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (folder, manifest) in catalog.Usable)
        {
            if (Offers(folder, capability))
                offers.Add(manifest.Provides.Count == 1 ? manifest.Provides[0].ToString() : $"the plugin {manifest.Id}");
        }

        return [.. offers];
    }

    /// <summary>Whether a class of a plugin's entry assembly implements the capability.</summary>
    public static bool Offers(PluginFolder folder, Type capability) =>
        ManagedFile.TryRead(folder.EntryPath) is { } file
        && file.Types.Values.Any(type => type.IsConcrete && Implements(file, type, capability.FullName ?? capability.Name));

    private static bool Implements(ManagedFile file, ManagedType type, string name) =>
        type.Interfaces.Contains(name)
        || type.Interfaces.Append(type.BaseType).Any(
            above => above is not null && file.Types.TryGetValue(above, out var known) && known != type && Implements(file, known, name));
}
