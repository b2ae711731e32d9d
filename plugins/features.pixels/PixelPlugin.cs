using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginHost.Plugins.FeaturesPixels;

/// <summary>Entry point of the plugin <c>features.pixels</c>.</summary>
public sealed class PixelPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) => components
        .Add<IFeatureExtractor, PixelExtractor, PixelOptions>("pixels", PixelJson.Default.PixelOptions)
        .Describe("Object vector from block means and gradients of each frame, motion vectors from changes; no weights");
}
