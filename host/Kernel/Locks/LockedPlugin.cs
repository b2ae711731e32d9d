using NuGet.Versioning;

namespace PluginHost.Locks;

/// <summary>What a lock says of one plugin.</summary>
/// <param name="Version">Its exact version.</param>
/// <param name="Files">The SHA-256 of every file, manifest included, by path with forward slashes.</param>
internal sealed record LockedPlugin(NuGetVersion Version, IReadOnlyDictionary<string, string> Files);
