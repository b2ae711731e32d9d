using NAudio.Wave;
using PluginHost.Contracts;
using PluginHost.Media.Content;

namespace PluginHost.Media.Sounds;

/// <summary>Reads sounds of any kind that this library knows, chosen by content and not by name, and writes WAV.</summary>
/// <remarks>
/// Read are WAV and RF64 (8, 16, 24, 32 bit, float, double, A-law, mu-law, MP3 inside; plain and extensible headers), AIFF and AIFC, MP3
/// (MPEG-1, 2, 2.5, layers I to III), Ogg Vorbis and Ogg Opus (always 48 kHz). Everything in a file stays within memory that its own
/// length accounts for. The functions keep no state: any thread may call them.
/// </remarks>
public static class SoundFile
{
    private const string Wanted = "a sound";

    /// <summary>Reads a sound file.</summary>
    /// <param name="file">Path of the file.</param>
    /// <exception cref="JobException">One finding: the file, what it is by its content, what is wrong, and the way out.</exception>
    public static Sound Read(string file) => Decode(MediaBytes.Of(file, Wanted), file);

    /// <summary>Reads the beginning of a sound file. Of a WAV file of plain samples no more is read than that; others are decoded whole.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="seconds">How much of it, at most.</param>
    /// <returns>The sound's first samples, as <see cref="Read"/> gives them.</returns>
    /// <exception cref="JobException">As for <see cref="Read"/>.</exception>
    public static Sound ReadStart(string file, double seconds)
    {
        var sound = MediaBytes.Opened(file, Wanted, stream => MediaFault.Guard(file, "a WAV sound", () => WaveStart.Cut(stream, seconds))) is { } cut
            ? Decode(cut, file)
            : Read(file);
        var length = (int)Math.Min(sound.Length, Math.Ceiling(seconds * sound.Rate));
        return length == sound.Length ? sound : new Sound(sound.Rate, [.. sound.Channels.Select(channel => channel[..length])]);
    }

    /// <summary>Decodes a sound file's bytes.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What to call it in a finding.</param>
    /// <exception cref="JobException">As for <see cref="Read"/>.</exception>
    public static Sound Decode(byte[] bytes, string name)
    {
        var content = FileContent.Recognise(bytes.AsSpan(0, Math.Min(bytes.Length, FileContent.HeadLength)), name);
        Func<byte[], Sound>? read = content.Kind switch
        {
            ContentKind.Wav => WaveReader.Read,
            ContentKind.Aiff => AiffReader.Read,
            ContentKind.Mp3 => Mp3Reader.Read,
            ContentKind.OggVorbis => VorbisReader.Read,
            ContentKind.OggOpus => OpusReader.Read,
            _ => null,
        };
        return read is null
            ? throw MediaFault.Of(MediaFault.Foreign, name, $"is {content.Description}, not a sound that is read here", content.Fix)
            : MediaFault.Guard(name, content.Description, () => read(bytes));
    }

    /// <summary>Writes a WAV file; one that is there is replaced.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="sound">What to write.</param>
    /// <param name="coding">How to store samples.</param>
    /// <exception cref="IOException">The disk is full or the folder missing.</exception>
    public static void Write(string file, Sound sound, SoundCoding coding = SoundCoding.Pcm16) =>
        File.WriteAllBytes(file, Encode(sound, coding));

    /// <summary>The bytes of a WAV file.</summary>
    /// <param name="sound">What to encode; up to 2 GiB.</param>
    /// <param name="coding">How to store samples.</param>
    public static byte[] Encode(Sound sound, SoundCoding coding = SoundCoding.Pcm16)
    {
        var format = coding == SoundCoding.Pcm16
            ? new WaveFormat(sound.Rate, 16, sound.Channels.Count)
            : WaveFormat.CreateIeeeFloatWaveFormat(sound.Rate, sound.Channels.Count);
        using var stream = new MemoryStream();
        using (var writer = new WaveFileWriter(stream, format))
        {
            var frame = new byte[format.BlockAlign];
            for (var i = 0; i < sound.Length; i++)
            {
                for (var channel = 0; channel < sound.Channels.Count; channel++)
                {
                    var value = sound.Channels[channel][i];
                    // WaveFileWriter's own conversion rounds towards zero.
                    if (coding == SoundCoding.Float32) BitConverter.TryWriteBytes(frame.AsSpan(4 * channel), value);
                    else BitConverter.TryWriteBytes(frame.AsSpan(2 * channel), Rounded(value));
                }

                writer.Write(frame);
            }
        }

        return stream.ToArray();
    }

    /// <summary>A level as a 16-bit number.</summary>
    internal static short Rounded(float value) => (short)Math.Clamp((int)Math.Round(value * 32767.0), -32768, 32767);
}

/// <summary>How a WAV file stores samples.</summary>
public enum SoundCoding
{
    /// <summary>16-bit whole numbers: round(32767 x), limited to their range. Full scale is read back as 0.99997.</summary>
    Pcm16,

    /// <summary>32-bit floating-point numbers: read back exactly.</summary>
    Float32,
}
