namespace PluginHost.Plugins.BssEval;

/// <summary>Registers the metric.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IRowMetric, BssEvalMetric, BssEvalOptions>("bss-eval", OptionsJson.Default.BssEvalOptions)
            .Describe("SDR, SIR and SAR of separated sources, and the SDR of the mixture");
}
