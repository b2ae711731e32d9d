using System.Reflection;
using System.Runtime.Loader;

namespace PluginHost.Loading;

/// <summary>
/// The context of one plugin: shared assemblies by simple name, then assemblies that its required plugins export, then its private
/// dependencies; natives from its folder.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly SharedAssemblies _shared;
    private readonly IReadOnlyDictionary<string, Assembly> _required;
    private readonly AssemblyDependencyResolver _resolver;

    public PluginLoadContext(
        string id, string entryPath, SharedAssemblies shared, IReadOnlyDictionary<string, Assembly> required, bool collectible)
        : base(id, collectible)
    {
        _shared = shared;
        _required = required;
        _resolver = new AssemblyDependencyResolver(entryPath);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (_shared.Contains(assemblyName.Name)) return SharedAssemblies.Load(assemblyName.Name!);
        if (_required.TryGetValue(assemblyName.Name ?? "", out var exported)) return exported;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
