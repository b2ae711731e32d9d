using NuGet.Versioning;

namespace PluginHost.Trust;

/// <summary>An entry of an allow-list.</summary>
/// <param name="Id">A plugin's id, or its beginning followed by <c>*</c>.</param>
/// <param name="Range">The versions that are allowed.</param>
/// <param name="Hashes">The content hashes that are allowed; empty for any.</param>
internal sealed record AllowedPlugin(string Id, VersionRange Range, IReadOnlyList<string> Hashes)
{
    public bool Names(string id) => Id.EndsWith('*') ? id.StartsWith(Id[..^1], StringComparison.Ordinal) : id == Id;

    public override string ToString() => $"{Id} {Range.ToNormalizedString()}";
}
