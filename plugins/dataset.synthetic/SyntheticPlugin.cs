using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginHost.Plugins.DatasetSynthetic;

/// <summary>Entry point of the plugin <c>dataset.synthetic</c>.</summary>
public sealed class SyntheticPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) => components
        .Add<IDataset, SyntheticDataset, SyntheticOptions>("synthetic", SyntheticJson.Default.SyntheticOptions)
        .Describe("Procedural instruments and drawings moved by the same notes, made on the fly; any number of classes");
}
