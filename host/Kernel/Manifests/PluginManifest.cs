using System.Text.Json.Nodes;
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

    /// <summary>The component that it promises under a kind and name, or <see langword="null"/>.</summary>
    public ProvidedComponent? Find(string kind, string name) =>
        Provides.FirstOrDefault(provided => provided.Kind == kind && provided.Name == name);
}

/// <summary>A component that a manifest promises.</summary>
internal sealed record ProvidedComponent(string Kind, string Name, string? Description)
{
    /// <summary>Kinds by the names that they have in this component's jobs, such as <c>separator</c> for <c>model</c>.</summary>
    public IReadOnlyDictionary<string, string> JobKeys { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Capabilities that some other component of the job must have, and what for.</summary>
    public IReadOnlyDictionary<string, string> Needs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Facts that people choose it by.</summary>
    public IReadOnlyDictionary<string, string> Declares { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Tests that hold it to its description.</summary>
    public IReadOnlyList<ComponentEvidence> Evidence { get; init; } = [];

    /// <summary>The schema of its options as packing found it, or <see langword="null"/>.</summary>
    public JsonObject? Options { get; init; }

    public override string ToString() => $"{Kind}.{Name}";
}

/// <summary>A test of a component, and the comparison in which it has figures.</summary>
internal sealed record ComponentEvidence(string Test, string? Table);

/// <summary>Another plugin that a plugin needs.</summary>
internal sealed record PluginRequirement(string Id, VersionRange Range);
