namespace PluginHost.Contracts.Learning;

/// <summary>
/// Capability: gives intermediate feature maps, (items, channels, height, width), when <see cref="ForwardRequest.FeatureMaps"/> names them. A map
/// that depends on the source asked for has rows in place of items.
/// </summary>
public interface IFeatureMaps
{
    /// <summary>The names, from input to output; each starts with <see cref="OutputKeys.FeatureMapPrefix"/>.</summary>
    IReadOnlyList<string> FeatureMapNames { get; }
}
