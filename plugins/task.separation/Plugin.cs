namespace PluginHost.Plugins.Separation;

/// <summary>Registers the separation task.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<ITask, SeparationTask, SeparationOptions>("separation", OptionsJson.Default.SeparationOptions)
            .Describe("Separates mixtures of sounds with the help of the video")
            .Needs<IMaskPrediction>("sources are separated by masks over the mixture's spectrogram");
}
