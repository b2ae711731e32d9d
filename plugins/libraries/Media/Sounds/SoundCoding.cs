namespace PluginHost.Media.Sounds;

/// <summary>How a WAV file stores samples.</summary>
public enum SoundCoding
{
    /// <summary>16-bit whole numbers: round(32767 x), limited to their range. Full scale is read back as 0.99997.</summary>
    Pcm16,

    /// <summary>32-bit floating-point numbers: read back exactly.</summary>
    Float32,
}
