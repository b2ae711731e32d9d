namespace PluginHost.Plugins.ContinualMetric;

/// <summary>Registers the metric.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStreamMetric, StreamSummaries, ContinualMetricOptions>("continual", OptionsJson.Default.ContinualMetricOptions)
            .Describe("Final and incremental average, forgetting since an experience was learned, backward and forward transfer, intransigence against joint training");
}
