using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.LibraryModel;
using McMaster.NETCore.Plugins.Loader;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Manifests;

namespace PluginHost.Loading;

/// <summary>
/// Loads verified plugins, each into a context of its own, and lets them register. Whatever a plugin throws becomes a finding.
/// </summary>
internal sealed class PluginLoader(SharedAssemblies shared)
{
    /// <summary>
    /// Whether plugins can be unloaded. Where a plugin is needed until the process ends, they need not: the runtime starts the code of
    /// contexts that stay in half the processor time (tests/benchmarks).
    /// </summary>
    public bool Collectible { get; init; } = true;

    /// <summary>Loads one plugin; without a value it cannot be loaded.</summary>
    /// <param name="folder">A verified plugin.</param>
    /// <param name="required">The plugins that its manifest requires, loaded already; it sees their entry assemblies.</param>
    public Result<LoadedPlugin?> Load(PluginFolder folder, IEnumerable<LoadedPlugin> required)
    {
        var manifest = folder.Manifest!;
        var exports = required.ToDictionary(
            plugin => plugin.Entry.GetName().Name!,
            plugin => plugin.Entry,
            StringComparer.OrdinalIgnoreCase);
        var findings = new FindingList();
        var common = new SharedContext(folder.ToString(), shared, exports, Collectible);
        findings.AddRange(LoadShared());
        var loaded = findings.HasErrors ? null : findings.Take(Load(folder, manifest, common, CreateContext(folder, common, exports.Keys)));
        if (loaded is null)
        {
            folder.Fault(findings);
            if (Collectible) common.Unload();
            return new(null, findings);
        }

        folder.MoveTo(PluginState.Loaded, "its components are registered");
        findings.AddRange(CompareWithManifest(loaded));
        return new(loaded, findings);
    }

    /// <summary>
    /// Loads the whole shared set: McMaster's loader takes a plugin's own copy, without a word, of whatever the context of shared assemblies
    /// fails to give, and lets two plugins meet in types that are not the same.
    /// </summary>
    private FindingList LoadShared()
    {
        var findings = new FindingList();
        foreach (var (assembly, fault) in shared.Faults)
            findings.MachineError(
                FindingCodes.SharedBroken,
                assembly.Name,
                $"the shared assembly {assembly.Path} cannot be loaded: {fault}",
                fix: "Install or build the host again.");
        return findings;
    }

    /// <summary>
    /// The plugin's own context, as McMaster's builder makes it. Its <c>PluginLoader</c> is left out, as that takes no native libraries.
    /// </summary>
    private AssemblyLoadContext CreateContext(PluginFolder folder, SharedContext common, IEnumerable<string> exports)
    {
        // Lazily, else all that the shared assemblies refer to is loaded, most of .NET among it.
        var builder = new AssemblyLoadContextBuilder().SetMainAssemblyPath(folder.EntryPath).SetDefaultContext(common).IsLazyLoaded(true);
        foreach (var name in shared.Names.Concat(exports)) builder.PreferDefaultLoadContextAssembly(new AssemblyName(name));
        // Beside the plugin, though no .deps.json speaks of them. The runtime would find them too, but hand another plugin's library of that
        // name out once it has one: it remembers such libraries by name alone, for the whole process.
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*.so"))
            builder.AddNativeLibrary(NativeLibrary.CreateFromPackage(folder.Id, "0", Path.GetFileName(file)));
        if (Collectible) builder.EnableUnloading();
        return builder.Build();
    }

    private Result<LoadedPlugin?> Load(PluginFolder folder, PluginManifest manifest, SharedContext common, AssemblyLoadContext context)
    {
        var findings = new FindingList();
        var registry = new ComponentRegistry();
        Assembly entry;
        Type? type;
        try
        {
            entry = context.LoadFromAssemblyPath(folder.EntryPath);
            type = entry.GetType(manifest.EntryType, throwOnError: true);
        }
        catch (Exception exception)
        {
            if (Collectible) context.Unload();
            findings.Error(
                FindingCodes.LoadFailed,
                folder.ManifestDisplay,
                $"{folder} cannot be loaded: {exception.Message}",
                cause: exception);
            return new(null, findings);
        }

        using var scope = context.EnterContextualReflection();
        try
        {
            var plugin = (IPlugin)Activator.CreateInstance(type!)!;
            plugin.Register(registry);
        }
        catch (Exception exception)
        {
            if (Collectible) context.Unload();
            findings.Error(
                FindingCodes.RegisterFailed,
                folder.ManifestDisplay,
                $"{folder} failed to register: {PluginCode.Describe(exception)}",
                cause: PluginCode.Cause(exception));
            return new(null, findings);
        }
        finally
        {
            registry.Close();
        }

        var loaded = new LoadedPlugin
        {
            Folder = folder,
            Manifest = manifest,
            Context = context,
            Shared = common,
            Entry = entry,
            Components = registry.Components,
        };
        return new(loaded, findings);
    }

    private static FindingList CompareWithManifest(LoadedPlugin plugin)
    {
        var findings = new FindingList();
        foreach (var promised in plugin.Manifest.Provides.Where(promised => plugin.Find(promised.Kind, promised.Name) is null))
        {
            var names = plugin.Components.Select(component => component.ToString()).ToArray();
            findings.Error(
                FindingCodes.ProvidesMismatch,
                $"{plugin.Folder.ManifestDisplay} provides",
                $"{plugin.Folder} promises {promised} but does not register it",
                NearestName.OneOf(names),
                NearestName.Suggest(promised.ToString(), names));
        }

        foreach (var extra in plugin.Components.Where(component => plugin.Manifest.Find(component.Kind, component.Name) is null))
        {
            findings.Error(
                FindingCodes.ProvidesMismatch,
                $"{plugin.Folder.ManifestDisplay} provides",
                $"{plugin.Folder} registers {extra}, which its manifest does not list",
                fix: $"Add {{ \"kind\": \"{extra.Kind}\", \"name\": \"{extra.Name}\" }} to provides.");
        }

        return findings;
    }
}
