namespace PluginHost.Scaffolds;

/// <summary>A package of the local feed.</summary>
internal sealed record FeedPackage
{
    public required string Id { get; init; }

    public required string Description { get; init; }

    /// <summary>Files on disk by their place in the package, with forward slashes.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Texts by their place in the package.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Other packages of the feed, which have its version.</summary>
    public IReadOnlyList<string> Siblings { get; init; } = [];

    /// <summary>Packages of other feeds with the lowest version that will do.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Others { get; init; } = [];
}
