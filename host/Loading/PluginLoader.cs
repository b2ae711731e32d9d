using System.Reflection;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Manifests;

namespace PluginHost.Loading;

/// <summary>
/// Loads verified plugins, each into a context of its own, and lets them register. Whatever a plugin throws becomes a finding.
/// </summary>
internal sealed class PluginLoader(SharedAssemblies shared, FindingList findings)
{
    /// <summary>
    /// Whether plugins can be unloaded. Where a plugin is needed until the process ends, they need not: the runtime starts the code of
    /// contexts that stay in half the processor time (tests/benchmarks).
    /// </summary>
    public bool Collectible { get; init; } = true;

    /// <summary>Loads one plugin; <see langword="null"/> after adding findings.</summary>
    /// <param name="folder">A verified plugin.</param>
    /// <param name="required">The plugins that its manifest requires, loaded already; it sees their entry assemblies.</param>
    public LoadedPlugin? Load(PluginFolder folder, IEnumerable<LoadedPlugin> required)
    {
        var manifest = folder.Manifest!;
        var exports = required.ToDictionary(
            plugin => plugin.Entry.GetName().Name!,
            plugin => plugin.Entry,
            StringComparer.OrdinalIgnoreCase);
        var context = new PluginLoadContext($"{manifest.Id} {manifest.Version}", folder.EntryPath, shared, exports, Collectible);
        var before = findings.All.Count;
        var loaded = Load(folder, manifest, context);
        if (loaded is null)
        {
            folder.MoveTo(PluginState.Faulted, findings.All.Skip(before).Select(reported => reported.Finding.What).FirstOrDefault("?"));
            if (Collectible) context.Unload();
            return null;
        }

        folder.MoveTo(PluginState.Loaded, "its components are registered");
        CompareWithManifest(loaded);
        return loaded;
    }

    private LoadedPlugin? Load(PluginFolder folder, PluginManifest manifest, PluginLoadContext context)
    {
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
            findings.Error(
                FindingCodes.LoadFailed,
                folder.ManifestDisplay,
                $"{folder} cannot be loaded: {exception.Message}",
                cause: exception);
            return null;
        }

        using var scope = context.EnterContextualReflection();
        try
        {
            var plugin = (IPlugin)Activator.CreateInstance(type!)!;
            plugin.Register(registry);
        }
        catch (Exception exception)
        {
            findings.Error(
                FindingCodes.RegisterFailed,
                folder.ManifestDisplay,
                $"{folder} failed to register: {PluginCode.Describe(exception)}",
                cause: PluginCode.Cause(exception));
            return null;
        }
        finally
        {
            registry.Close();
        }

        return new LoadedPlugin
        {
            Folder = folder,
            Manifest = manifest,
            Context = context,
            Entry = entry,
            Components = registry.Components,
        };
    }

    private void CompareWithManifest(LoadedPlugin plugin)
    {
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

        foreach (var extra in plugin.Components.Where(component => !plugin.Manifest.Promises(component.Kind, component.Name)))
        {
            findings.Error(
                FindingCodes.ProvidesMismatch,
                $"{plugin.Folder.ManifestDisplay} provides",
                $"{plugin.Folder} registers {extra}, which its manifest does not list",
                fix: $"Add {{ \"kind\": \"{extra.Kind}\", \"name\": \"{extra.Name}\" }} to provides.");
        }
    }
}
