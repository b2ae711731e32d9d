using System.Reflection;
using System.Runtime.Loader;
using PluginHost.Discovery;
using PluginHost.Manifests;

namespace PluginHost.Loading;

/// <summary>A plugin in its own load context, with the components it registered.</summary>
internal sealed class LoadedPlugin
{
    public required PluginFolder Folder { get; init; }

    public required PluginManifest Manifest { get; init; }

    /// <summary>The plugin's own context.</summary>
    public required AssemblyLoadContext Context { get; init; }

    /// <summary>The context of what it has in common with others.</summary>
    public required SharedContext Shared { get; init; }

    public required Assembly Entry { get; init; }

    public required IReadOnlyList<ComponentRegistration> Components { get; init; }

    public ComponentRegistration? Find(string kind, string name) =>
        Components.FirstOrDefault(component => component.Kind == kind && component.Name == name);

    /// <summary>Lets go of the plugin; one in a context that is not collectible stays until the process ends.</summary>
    public void Unload()
    {
        if (!Context.IsCollectible) return;
        var end = Folder.State == PluginState.Faulted ? $"after it was faulted: {Folder.Reason}" : "its work is done";
        Folder.MoveTo(PluginState.Unloaded, end);
        Context.Unload();
        Shared.Unload();
    }
}
