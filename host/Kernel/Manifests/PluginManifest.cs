using NuGet.Versioning;

namespace PluginHost.Manifests;

/// <summary>What a plugin's <c>plugin.json</c> says.</summary>
internal sealed record PluginManifest
{
    public required string Id { get; init; }

    public required NuGetVersion Version { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Authors { get; init; } = [];

    public string? License { get; init; }

    /// <summary>Contract assemblies by simple name and the range of versions the plugin works with.</summary>
    public required IReadOnlyDictionary<string, VersionRange> Contracts { get; init; }

    public required string TargetFramework { get; init; }

    public required string EntryAssembly { get; init; }

    public required string EntryType { get; init; }

    public required IReadOnlyList<ProvidedComponent> Provides { get; init; }

    public IReadOnlyList<PluginRequirement> Requires { get; init; } = [];

    /// <summary>Free-form facts, as JSON text by name.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The SHA-256 of every file but the manifest, by path in the folder with forward slashes; <see langword="null"/> in a manifest that
    /// was not packed.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Files { get; init; }

    public bool Promises(string kind, string name) => Provides.Any(provided => provided.Kind == kind && provided.Name == name);
}
