using PluginHost.Plugins.OneAvm.Networks;

namespace PluginHost.Plugins.OneAvm;

/// <summary>
/// The networks under one root. <c>sound</c> and <c>pictures</c> are the only encoders; <c>decoder</c> (separation), <c>alignment</c> (localisation
/// and mixed pictures) and <c>classifier</c> (recognition) are the heads over them.
/// </summary>
internal sealed class OneAvmModule : nn.Module
{
    [ComponentName(Name = "sound")]
    private readonly ResidualEncoder _sound;

    [ComponentName(Name = "pictures")]
    private readonly ResidualEncoder _pictures;

    [ComponentName(Name = "decoder")]
    private readonly MaskDecoder _decoder;

    [ComponentName(Name = "alignment")]
    private readonly AlignmentHead _alignment;

    [ComponentName(Name = "classifier")]
    private readonly Linear _classifier;

    /// <summary>Creates the networks from the global generator.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="classes">The number of classes.</param>
    public OneAvmModule(OneAvmOptions options, int classes)
        : base("oneavm")
    {
        var (sound, picture) = (options.SoundChannels, options.PictureChannels);
        _sound = new(1, sound, options.Blocks);
        _pictures = new(3, picture, options.Blocks, options.PictureStride);
        _decoder = new([sound[0], .. sound], picture[^1]);
        _alignment = new(sound[^1], picture[^1], options.Dimension);
        _classifier = nn.Linear(sound[^1] + picture[^1], classes);
        RegisterComponents();
    }

    /// <summary>The encoder of sounds: of mixtures and of single sources.</summary>
    public ResidualEncoder Sound => _sound;

    /// <summary>The encoder of pictures: of single and of mixed ones.</summary>
    public ResidualEncoder Pictures => _pictures;

    /// <summary>The head of separation.</summary>
    public MaskDecoder Decoder => _decoder;

    /// <summary>The head of localisation and of mixed pictures.</summary>
    public AlignmentHead Alignment => _alignment;

    /// <summary>The head of recognition.</summary>
    public Linear Classifier => _classifier;

    /// <summary>Adds classifier rows from the global generator; the old ones stay.</summary>
    /// <param name="classes">How many.</param>
    public void AddRows(int classes)
    {
        using var fresh = nn.Linear(_classifier.weight!.shape[1], classes);
        fresh.to(_classifier.weight.device);
        _classifier.weight = new Parameter(cat([_classifier.weight.detach(), fresh.weight!.detach()], 0));
        _classifier.bias = new Parameter(cat([_classifier.bias!.detach(), fresh.bias!.detach()], 0));
    }
}
