namespace PluginHost.Plugins.OneAvm.Networks;

/// <summary>Two linear maps into the space where sounds and places of pictures are compared, as in EZ-VSL.</summary>
internal sealed class AlignmentHead : nn.Module
{
    [ComponentName(Name = "sound")]
    private readonly Linear _sound;

    [ComponentName(Name = "picture")]
    private readonly Conv2d _picture;

    /// <summary>Creates the maps with PyTorch's default initial weights, from the global generator.</summary>
    /// <param name="sound">Size of a sound's vector.</param>
    /// <param name="picture">Channels of the pictures' map.</param>
    /// <param name="dimension">Size of what is compared.</param>
    public AlignmentHead(int sound, int picture, int dimension)
        : base("alignment")
    {
        _sound = nn.Linear(sound, dimension);
        _picture = nn.Conv2d(picture, dimension, 1);
        RegisterComponents();
    }

    /// <summary>Brings sounds into the space.</summary>
    /// <param name="sounds">(rows, size).</param>
    /// <returns>(rows, dimension).</returns>
    public Tensor Sounds(Tensor sounds) => _sound.call(sounds).to_type(ScalarType.Float32);

    /// <summary>Brings each place of pictures into the space.</summary>
    /// <param name="pictures">(pictures, channels, height, width).</param>
    /// <returns>(pictures, dimension, height, width).</returns>
    public Tensor Places(Tensor pictures) => _picture.call(pictures).to_type(ScalarType.Float32);
}
