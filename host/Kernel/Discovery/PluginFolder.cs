using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Manifests;

namespace PluginHost.Discovery;

/// <summary>How far a plugin has come.</summary>
internal enum PluginState
{
    /// <summary>Its folder was found.</summary>
    Discovered,

    /// <summary>Its metadata was checked; nothing of it was executed.</summary>
    Verified,

    /// <summary>Its assembly is loaded and its components are registered.</summary>
    Loaded,

    /// <summary>A running job uses it.</summary>
    Active,

    /// <summary>A finding keeps it from being used.</summary>
    Faulted,

    /// <summary>It was unloaded.</summary>
    Unloaded,
}

/// <summary>A folder with a <c>plugin.json</c>.</summary>
internal sealed class PluginFolder
{
    /// <summary>The folder, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>The manifest, or <see langword="null"/> if it is unusable.</summary>
    public required PluginManifest? Manifest { get; init; }

    /// <summary>Everything found about this plugin so far.</summary>
    public FindingList Findings { get; init; } = new();

    public PluginState State { get; private set; } = PluginState.Discovered;

    /// <summary>Why it is in its state.</summary>
    public string Reason { get; private set; } = "its manifest was read";

    /// <summary>The folder of the same plugin and version that is searched first, so that this one is not used.</summary>
    public string? ShadowedBy { get; init; }

    /// <summary>The id, or the folder's name where the manifest is unusable.</summary>
    public string Id => Manifest?.Id ?? System.IO.Path.GetFileName(Path);

    public string EntryPath => System.IO.Path.Combine(Path, Manifest?.EntryAssembly ?? "");

    public string ManifestDisplay => Json.LocatedJson.DisplayName(System.IO.Path.Combine(Path, ManifestReader.FileName));

    public void MoveTo(PluginState state, string reason) => (State, Reason) = (state, reason);

    /// <summary>Moves it to <see cref="PluginState.Faulted"/>, for its first error.</summary>
    public void Fault(FindingList findings) =>
        MoveTo(
            PluginState.Faulted,
            findings.All.Select(reported => reported.Finding).FirstOrDefault(finding => finding.Severity == FindingSeverity.Error)?.What
                ?? "it could not be loaded");

    public override string ToString() => Manifest is null ? Id : $"{Id} {Manifest.Version}";
}
