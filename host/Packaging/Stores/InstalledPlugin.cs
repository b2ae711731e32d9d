using PluginHost.Manifests;

namespace PluginHost.Stores;

/// <summary>A plugin that an installation put in place or found there.</summary>
internal sealed record InstalledPlugin
{
    public required PluginManifest Manifest { get; init; }

    /// <summary>Its folder in the store, absolute.</summary>
    public required string Folder { get; init; }

    public required string ContentHash { get; init; }

    /// <summary>Whether the same content was installed before.</summary>
    public bool WasThere { get; init; }

    public override string ToString() => $"{Manifest.Id} {Manifest.Version}";
}
