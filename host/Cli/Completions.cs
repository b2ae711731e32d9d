using System.CommandLine;
using System.CommandLine.Completions;
using PluginHost.Discovery;
using PluginHost.Layout;
using PluginHost.Manifests;
using PluginHost.Stores;

namespace PluginHost.Cli;

/// <summary>What a shell may offer for arguments: names from manifests, which are read without executing anything.</summary>
internal static class Completions
{
    /// <summary>Offers the ids of all plugins that are found.</summary>
    public static void AddPlugins(Argument argument, CliEnvironment environment) =>
        argument.CompletionSources.Add(_ => Items(Manifests(environment).Select(plugin => plugin.Id)));

    /// <summary>Offers ids of plugins and names of components.</summary>
    public static void AddPluginsAndComponents(Argument argument, CliEnvironment environment) =>
        argument.CompletionSources.Add(_ => Items(
            Manifests(environment).SelectMany(plugin => plugin.Provides.Select(component => component.ToString()).Prepend(plugin.Id))));

    /// <summary>Offers what is in the user's and the present project's store, with versions.</summary>
    public static void AddInstalled(Argument argument, CliEnvironment environment) =>
        argument.CompletionSources.Add(_ =>
        {
            PluginStore[] stores =
            [
                PluginStore.OfProject(Environment.CurrentDirectory),
                .. environment.Layout.UserStore is { } user ? [new PluginStore(user)] : Array.Empty<PluginStore>(),
            ];
            return Items(stores.SelectMany(
                store => store.Ids().SelectMany(id => store.VersionsOf(id).Select(version => $"{id}@{version.ToNormalizedString()}"))));
        });

    /// <summary>Offers <c>kind=name</c> for every component.</summary>
    public static void AddOverrides(Option option, CliEnvironment environment) =>
        option.CompletionSources.Add(_ => Items(
            Manifests(environment).SelectMany(plugin => plugin.Provides).Select(component => $"{component.Kind}={component.Name}")));

    private static IEnumerable<PluginManifest> Manifests(CliEnvironment environment) =>
        PluginDiscovery.Discover(environment.Layout, [], Environment.CurrentDirectory).Usable.Select(plugin => plugin.Manifest);

    private static IEnumerable<CompletionItem> Items(IEnumerable<string> words) =>
        words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(word => new CompletionItem(word));
}
