using System.Reflection;
using System.Runtime.Loader;

namespace PluginHost.Loading;

/// <summary>
/// The closed set of assemblies that host and plugins have in common: the contracts the host is built with and everything in
/// <c>shared/</c>. They are asked
/// for by simple name and live in the default context, so that every plugin sees the same types and one native libtorch serves all.
/// </summary>
internal sealed class SharedAssemblies
{
    /// <summary>Where, below the shared assemblies, the native libraries lie that they use.</summary>
    public const string NativeFolder = "native";

    /// <summary>Where, below the shared assemblies, the assemblies lie that they alone use: plugins may bring other versions of these.</summary>
    public const string SupportFolder = "support";

    private readonly Dictionary<string, SharedAssembly> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly string? _support;
    private readonly HashSet<string> _natives = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<(SharedAssembly Assembly, string Fault)>> _faults;

    /// <summary>Takes what lies in a folder.</summary>
    public SharedAssemblies(string directory)
    {
        _faults = new(LoadAll);
        Add(typeof(Contracts.IPlugin).Assembly);
        if (!Directory.Exists(directory)) return;
        foreach (var file in Directory.EnumerateFiles(directory, "*.dll").Order(StringComparer.Ordinal)) AddFile(file);
        _support = Path.Combine(directory, SupportFolder);
        var natives = Path.Combine(directory, NativeFolder);
        if (Directory.Exists(natives)) _natives.UnionWith(Directory.EnumerateFiles(natives).Select(Path.GetFileName)!);
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    /// <summary>Takes assemblies of this process, for a host within a test.</summary>
    public SharedAssemblies(IEnumerable<Assembly> assemblies)
    {
        _faults = new(LoadAll);
        foreach (var assembly in assemblies) Add(assembly);
    }

    public IEnumerable<SharedAssembly> All => _byName.Values.OrderBy(assembly => assembly.Name, StringComparer.Ordinal);

    /// <summary>The assemblies of the set that cannot be loaded, and why; asking loads all of them.</summary>
    public IReadOnlyList<(SharedAssembly Assembly, string Fault)> Faults => _faults.Value;

    public IEnumerable<string> Names => _byName.Keys;

    public SharedAssembly? Find(string simpleName) => _byName.GetValueOrDefault(simpleName);

    public bool Contains(string? simpleName) => simpleName is not null && _byName.ContainsKey(simpleName);

    /// <summary>Whether a native library of that file name comes with the shared assemblies.</summary>
    public bool HasNative(string fileName) => _natives.Contains(fileName);

    /// <summary>Loads a shared assembly, whatever version was asked for: versions are compared before anything is loaded.</summary>
    public static Assembly Load(string simpleName) => AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(simpleName));

    private List<(SharedAssembly Assembly, string Fault)> LoadAll()
    {
        var faults = new List<(SharedAssembly, string)>();
        foreach (var assembly in All)
        {
            try
            {
                Load(assembly.Name);
            }
            catch (Exception exception) when (exception is IOException or BadImageFormatException)
            {
                faults.Add((assembly, exception.Message));
            }
        }

        return faults;
    }

    private void Add(Assembly assembly)
    {
        var name = assembly.GetName();
        _byName[name.Name!] = new SharedAssembly(name.Name!, name.Version ?? new Version(0, 0), assembly.Location);
    }

    private void AddFile(string file)
    {
        try
        {
            var name = AssemblyName.GetAssemblyName(file);
            if (name.Name is null || _byName.ContainsKey(name.Name)) return;
            _byName[name.Name] = new SharedAssembly(name.Name, name.Version ?? new Version(0, 0), file);
        }
        catch (BadImageFormatException)
        {
            // A native library: its managed neighbour finds it.
        }
    }

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (Find(name.Name ?? "") is { Path.Length: > 0 } shared) return context.LoadFromAssemblyPath(shared.Path);
        var support = Path.Combine(_support!, $"{name.Name}.dll");
        return File.Exists(support) ? context.LoadFromAssemblyPath(support) : null;
    }
}

/// <summary>An assembly of the shared set.</summary>
internal sealed record SharedAssembly(string Name, Version Version, string Path);
