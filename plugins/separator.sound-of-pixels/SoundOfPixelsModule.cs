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

/// <summary>Weighs sound features by an object vector: sum over c of scale_c · v_c · S_c, plus a bias.</summary>
internal sealed class Synthesizer : nn.Module
{
    [ComponentName(Name = "scale")]
    private readonly Parameter _scale;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    /// <summary>Creates the weights: scales of 1 and a bias of 0.</summary>
    /// <param name="features">The number of features.</param>
    public Synthesizer(int features)
        : base("synthesizer")
    {
        _scale = new(ones(features));
        _bias = new(zeros(1));
        RegisterComponents();
    }

    /// <summary>Asks for one object per row.</summary>
    /// <param name="features">Sound features, (items, features, H, W).</param>
    /// <param name="objects">Object vectors after their sigmoid, (rows, features).</param>
    /// <param name="layout">Which row asks which item.</param>
    /// <returns>Mask logits, (rows, 1, H, W).</returns>
    public Tensor Run(Tensor features, Tensor objects, RowLayout layout)
    {
        var weights = layout.Gather((objects * _scale).unsqueeze(1));
        var logits = layout.Scatter(bmm(weights, layout.PerQuery(features.flatten(2))));
        return logits.view(-1, 1, features.shape[2], features.shape[3]) + _bias;
    }
}
