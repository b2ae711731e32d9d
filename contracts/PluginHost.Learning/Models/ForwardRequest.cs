namespace PluginHost.Learning;

/// <summary>What is wanted from a forward pass. Requests of several askers are combined with <see cref="Union"/>.</summary>
public sealed record ForwardRequest
{
    /// <summary>Predictions for all rows and nothing else.</summary>
    public static ForwardRequest Predictions { get; } = new();

    /// <summary>
    /// The rows to compute, ascending; <see langword="null"/> for all. A row may be repeated to ask it for several <see cref="Classes"/>. Items
    /// without any of these rows cost nothing.
    /// </summary>
    public IReadOnlyList<int>? Rows { get; init; }

    /// <summary>The class to ask for in each computed row, in place of the row's own label; <see langword="null"/> for the labels.</summary>
    public IReadOnlyList<int>? Classes { get; init; }

    /// <summary>Whether the features of <see cref="IPenultimateFeatures"/> are wanted.</summary>
    public bool Features { get; init; }

    /// <summary>Whether the embeddings of <see cref="ICrossModalEmbeddings"/> are wanted.</summary>
    public bool Embeddings { get; init; }

    /// <summary>Names of the feature maps of <see cref="IFeatureMaps"/> that are wanted.</summary>
    public IReadOnlyList<string> FeatureMaps { get; init; } = [];

    /// <summary>Combines two requests for all rows.</summary>
    /// <param name="other">The other request.</param>
    /// <returns>A request that asks for what either asks for.</returns>
    /// <exception cref="ArgumentException">One of the requests is for certain rows or classes only.</exception>
    public ForwardRequest Union(ForwardRequest other)
    {
        if (Rows is not null || other.Rows is not null || Classes is not null || other.Classes is not null)
            throw new ArgumentException("Requests for certain rows or classes cannot be combined.", nameof(other));
        return new()
        {
            Features = Features || other.Features,
            Embeddings = Embeddings || other.Embeddings,
            FeatureMaps = [.. FeatureMaps.Union(other.FeatureMaps, StringComparer.Ordinal)],
        };
    }
}
