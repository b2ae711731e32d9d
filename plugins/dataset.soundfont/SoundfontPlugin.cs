using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginHost.Plugins.DatasetSoundfont;

/// <summary>Entry point of the plugin <c>dataset.soundfont</c>.</summary>
public sealed class SoundfontPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) => components
        .Add<IDataset, SoundfontDataset, SoundfontOptions>("soundfont", SoundfontJson.Default.SoundfontOptions)
        .Describe("Real recorded notes from soundfonts and drawings moved by the same notes; built once, then cached");
}
