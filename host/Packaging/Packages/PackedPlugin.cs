namespace PluginHost.Packages;

/// <summary>A package that was made.</summary>
internal sealed record PackedPlugin
{
    /// <summary>The <c>.nupkg</c>, absolute.</summary>
    public required string File { get; init; }

    public required PackageIdentity Identity { get; init; }

    /// <summary>How many files of the plugin it holds.</summary>
    public required int Files { get; init; }

    public required string ContentHash { get; init; }
}
