namespace PluginHost.Plugins.CoSeparation;

/// <summary>Registers the Co-Separation separator.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IModel, CoSeparationSeparator, CoSeparationOptions>("co-separation", OptionsJson.Default.CoSeparationOptions)
            .Describe("Audio U-Net told the object at its bottom, with a classifier of separated sounds");
}
