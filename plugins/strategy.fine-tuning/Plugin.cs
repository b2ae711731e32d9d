namespace PluginHost.Plugins.FineTuning;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, FineTuningStrategy, FineTuningOptions>("fine-tuning", OptionsJson.Default.FineTuningOptions)
            .Describe("Trains on what is new and does nothing against forgetting; with memory it is plain replay");
}
