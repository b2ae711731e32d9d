namespace PluginHost.Plugins.SiSdr;

/// <summary>Registers the metric.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IRowMetric, SiSdrMetric, SiSdrOptions>("si-sdr", OptionsJson.Default.SiSdrOptions)
            .Describe("SI-SDR of separated sources, of the mixture, and the improvement");
}
