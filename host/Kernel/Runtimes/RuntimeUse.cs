using PluginHost.Loading;
using PluginHost.Verification;

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
            .ToDictionary(assembly => assembly.Name, assembly => ManagedFile.ReferencesOf(assembly.Path), StringComparer.OrdinalIgnoreCase);
        var leading = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string[] found = [runtime];
        while (found.Length > 0)
        {
            leading.UnionWith(found);
            found = [.. references.Keys.Where(name => !leading.Contains(name) && references[name].Any(leading.Contains))];
        }

        return files.Any(file => ManagedFile.ReferencesOf(file).Any(leading.Contains));
    }
}
