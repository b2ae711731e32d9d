using System.Reflection;
using System.Runtime.Loader;

namespace PluginHost.Loading;

/// <summary>
/// The context that a plugin's loader asks before it looks into the plugin's folder: the shared set and what required plugins export, by
/// simple name, whatever version was asked for. Parts of .NET come from the runtime; everything else is refused, so that the plugin's own copy is
/// taken even where the host happens to use a library of that name.
/// </summary>
internal sealed class SharedContext(
    string plugin,
    SharedAssemblies shared,
    IReadOnlyDictionary<string, Assembly> exports,
    bool collectible) : AssemblyLoadContext($"shared with {plugin}", collectible)
{
    private static readonly string FrameworkDirectory = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name ?? "";
        if (shared.Contains(name)) return SharedAssemblies.Load(name);
        if (exports.TryGetValue(name, out var exported)) return exported;
        if (File.Exists(Path.Combine(FrameworkDirectory, name + ".dll"))) return null;
        throw new FileNotFoundException($"{name} is not shared");
    }
}
