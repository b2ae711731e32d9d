namespace PluginHost.Plugins.SoundOfPixels;

/// <summary>The networks under one root: <c>sound</c>, <c>object</c> and <c>synthesizer</c>.</summary>
internal sealed class SoundOfPixelsModule : nn.Module
{
    [ComponentName(Name = "sound")]
    private readonly SoundNetwork _sound;

    [ComponentName(Name = "object")]
    private readonly Linear _object;

    [ComponentName(Name = "synthesizer")]
    private readonly Synthesizer _synthesizer;

    /// <summary>Creates the networks from the global generator.</summary>
    /// <param name="options">Sizes and how weights begin.</param>
    /// <param name="objects">Size of an object feature.</param>
    public SoundOfPixelsModule(SoundOfPixelsOptions options, int objects)
        : base("sound-of-pixels")
    {
        // No transformer reads a latent here; any stage will do.
        _sound = new(options.StageChannels(), options.Features, latentStage: 2, bilinear: true, lastBias: true);
        _object = nn.Linear(objects, options.Features);
        _synthesizer = new(options.Features);
        RegisterComponents();
        if (options.Initialisation == Initialisation.Default) return;
        using var grad = no_grad();
        foreach (var convolution in _sound.modules().OfType<Conv2d>()) nn.init.normal_(convolution.weight!, 0, 0.001);
    }

    /// <summary>The audio U-Net.</summary>
    public SoundNetwork Sound => _sound;

    /// <summary>The map from object features to object vectors.</summary>
    public Linear Object => _object;

    /// <summary>What weighs sound features.</summary>
    public Synthesizer Synthesizer => _synthesizer;
}
