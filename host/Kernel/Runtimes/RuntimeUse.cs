using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PluginHost.Loading;

namespace PluginHost.Runtimes;

/// <summary>Tells from metadata whether files use a shared runtime; nothing is loaded.</summary>
internal static class RuntimeUse
{
    /// <summary>Whether one of some assemblies refers to the runtime's assembly, or to a shared one that leads there.</summary>
    /// <param name="runtime">The simple name of the runtime's assembly.</param>
    /// <param name="shared">The shared set.</param>
    /// <param name="files">The assemblies' files.</param>
    public static bool IsUsed(string runtime, SharedAssemblies shared, IEnumerable<string> files)
    {
        var references = shared.All.Where(assembly => assembly.Path.Length > 0)
            .ToDictionary(assembly => assembly.Name, assembly => References(assembly.Path), StringComparer.OrdinalIgnoreCase);
        var leading = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string[] found = [runtime];
        while (found.Length > 0)
        {
            leading.UnionWith(found);
            found = [.. references.Keys.Where(name => !leading.Contains(name) && references[name].Exists(leading.Contains))];
        }

        return files.Any(file => References(file).Exists(leading.Contains));
    }

    private static List<string> References(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (!image.HasMetadata) return [];
            var metadata = image.GetMetadataReader();
            return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // Verification tells what is wrong with it.
            return [];
        }
    }
}
