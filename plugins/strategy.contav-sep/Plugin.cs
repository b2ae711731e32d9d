namespace PluginHost.Plugins.ContavSep;

/// <summary>Registers the strategy.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, ContavSepStrategy, ContavSepOptions>("contav-sep", OptionsJson.Default.ContavSepOptions)
            .Describe("Replay with mask distillation and cross-modal similarity distillation (ContAV-Sep, NeurIPS 2024)")
            .Needs<ICrossModalEmbeddings>("the contrastive terms compare the embeddings of the modalities");
}
