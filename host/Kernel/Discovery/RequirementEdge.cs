using NuGet.Versioning;
using PluginHost.Manifests;

namespace PluginHost.Discovery;

/// <summary>One plugin's requirement of another.</summary>
internal sealed record RequirementEdge
{
    public required PluginManifest From { get; init; }

    /// <summary>The id of the required plugin.</summary>
    public required string To { get; init; }

    public required VersionRange Range { get; init; }

    /// <summary>The highest version in the range, or <see langword="null"/> if there is none.</summary>
    public required PluginManifest? Served { get; init; }

    /// <summary>Whether the required plugin is there in any version.</summary>
    public required bool IsThere { get; init; }

    /// <summary>Words for how it stands: "1.2.0", "no version fits", "missing".</summary>
    public string Standing => Served is not null ? Served.Version.ToNormalizedString() : IsThere ? "no version fits" : "missing";
}
