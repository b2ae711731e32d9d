namespace PluginHost.Plugins.AvCil;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, AvCilStrategy, AvCilOptions>("av-cil", OptionsJson.Default.AvCilOptions)
            .Describe("Replay with mask distillation and audio-visual contrast of the student alone (AV-CIL, adapted to separation)")
            .Needs<ICrossModalEmbeddings>("the contrastive terms compare sound with picture");
}
