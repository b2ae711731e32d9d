namespace PluginHost.Plugins.SoundOfPixels;

/// <summary>Registers the Sound-of-Pixels separator.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IModel, SoundOfPixelsSeparator, SoundOfPixelsOptions>("sound-of-pixels", OptionsJson.Default.SoundOfPixelsOptions)
            .Describe("Audio U-Net whose features an object vector weighs into a mask");
}
