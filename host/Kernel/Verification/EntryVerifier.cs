using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Verification;

/// <summary>Checks that the entry assembly is there and its entry type can be created as <see cref="IPlugin"/>.</summary>
internal sealed class EntryVerifier : IPluginVerifier
{
    public IEnumerable<Finding> Verify(PluginUnderTest plugin)
    {
        var (manifest, entryFile) = (plugin.Manifest, plugin.EntryFile);
        if (!plugin.IsInside(Path.GetFullPath(plugin.Folder.EntryPath)))
        {
            yield return plugin.Error(
                FindingCodes.PathEscape,
                "entryAssembly",
                $"'{manifest.EntryAssembly}' leads out of the plugin's folder",
                "a file in the folder");
            yield break;
        }

        if (entryFile is null || Path.GetDirectoryName(entryFile) != plugin.Folder.Path)
        {
            var files = Directory.EnumerateFiles(plugin.Folder.Path, "*.dll").Select(file => Path.GetFileName(file)!).ToArray();
            yield return plugin.Error(
                FindingCodes.EntryAssembly,
                "entryAssembly",
                $"there is no '{manifest.EntryAssembly}' at the top of the plugin's folder",
                files.Length == 0 ? "a built plugin; the folder holds no dll" : NearestName.OneOf(files),
                NearestName.Suggest(manifest.EntryAssembly, files));
            yield break;
        }

        if (plugin.Entry is not { } entry)
        {
            yield return plugin.Error(
                FindingCodes.EntryAssembly,
                "entryAssembly",
                $"'{manifest.EntryAssembly}' is no readable .NET assembly");
            yield break;
        }

        if (!entry.Types.TryGetValue(manifest.EntryType, out var type))
        {
            var plugins = entry.Types.Values.Where(candidate => candidate.IsConcrete && IsPlugin(entry, candidate) != false)
                .Select(candidate => candidate.FullName)
                .ToArray();
            var valid = plugins.Where(name => entry.Types[name].Interfaces.Count > 0).ToArray();
            yield return plugin.Error(
                FindingCodes.EntryType,
                "entryType",
                $"{manifest.EntryAssembly} has no type '{manifest.EntryType}'",
                valid.Length == 0 ? "a class that implements PluginHost.Contracts.IPlugin" : NearestName.OneOf(valid),
                NearestName.Suggest(manifest.EntryType, valid));
            yield break;
        }

        if (!type.IsConcrete || !type.HasPublicParameterlessConstructor || IsPlugin(entry, type) == false)
        {
            yield return plugin.Error(
                FindingCodes.EntryType,
                "entryType",
                $"'{manifest.EntryType}' cannot be the entry point",
                "a concrete class with a public parameterless constructor that implements PluginHost.Contracts.IPlugin");
        }
    }

    /// <summary>Whether a type implements IPlugin; <see langword="null"/> when a base class outside the assembly may.</summary>
    private static bool? IsPlugin(ManagedFile file, ManagedType type)
    {
        // A crafted file may let classes derive from each other in a circle.
        var current = type;
        for (var step = 0; step <= file.Types.Count; step++)
        {
            if (current.Interfaces.Contains(typeof(IPlugin).FullName!)) return true;
            if (current.BaseType is null or "System.Object" or "System.ValueType" or "System.Enum" or "System.MulticastDelegate")
                return false;
            if (!file.Types.TryGetValue(current.BaseType, out var parent)) return null;
            current = parent;
        }

        return false;
    }
}
