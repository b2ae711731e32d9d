using NuGet.Versioning;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Manifests;

namespace PluginHost.Trust;

/// <summary>What one <c>plugins.allow.json</c> lets be installed and loaded.</summary>
internal sealed class AllowList
{
    /// <summary>The file as findings name it.</summary>
    public required string Display { get; init; }

    public required IReadOnlyList<AllowedPlugin> Plugins { get; init; }

    /// <summary>Whether the host's own plugins are allowed without being listed.</summary>
    public bool BuiltIn { get; init; } = true;

    /// <summary>Says why a plugin is not allowed; <see langword="null"/> if it is.</summary>
    /// <param name="folder">The plugin.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="hash">Gives its content hash.</param>
    public Finding? Refuse(PluginFolder folder, PluginManifest manifest, Lazy<string> hash)
    {
        var named = Plugins.Where(allowed => allowed.Names(manifest.Id)).ToArray();
        if (named.Length == 0) return Refusal(folder, $"{Display} does not list the id '{manifest.Id}'", hash);
        var fitting = named.Where(allowed => allowed.Range.Satisfies(manifest.Version)).ToArray();
        if (fitting.Length == 0)
            return Refusal(folder, $"{Display} allows {string.Join(", ", (object[])named)}, not version {manifest.Version}", hash);
        return Array.Exists(fitting, allowed => allowed.Hashes.Count == 0 || allowed.Hashes.Contains(hash.Value))
            ? null
            : Refusal(folder, $"its content has sha256 {hash.Value}, which is not among the hashes in {Display}", hash);
    }

    private static Finding Refusal(PluginFolder folder, string why, Lazy<string> hash) => new()
    {
        Code = FindingCodes.NotAllowed,
        Where = folder.ManifestDisplay,
        What = $"{folder} is not allowed: {why}",
        Fix = $"If you trust it, have it listed with its sha256 {hash.Value}.",
    };
}

/// <summary>An entry of an allow-list.</summary>
/// <param name="Id">A plugin's id, or its beginning followed by <c>*</c>.</param>
/// <param name="Range">The versions that are allowed.</param>
/// <param name="Hashes">The content hashes that are allowed; empty for any.</param>
internal sealed record AllowedPlugin(string Id, VersionRange Range, IReadOnlyList<string> Hashes)
{
    public bool Names(string id) => Id.EndsWith('*') ? id.StartsWith(Id[..^1], StringComparison.Ordinal) : id == Id;

    public override string ToString() => $"{Id} {Range.ToNormalizedString()}";
}
