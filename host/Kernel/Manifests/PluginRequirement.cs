using NuGet.Versioning;

namespace PluginHost.Manifests;

/// <summary>Another plugin that a plugin needs.</summary>
internal sealed record PluginRequirement(string Id, VersionRange Range);
