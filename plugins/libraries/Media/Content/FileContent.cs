using PluginHost.Contracts;

namespace PluginHost.Media.Content;

/// <summary>What a file is by its first bytes; its name does not count.</summary>
/// <param name="Kind">The kind, where this library reads it.</param>
/// <param name="Description">The kind with its article, such as "an MP3 sound" or "a web page (HTML)".</param>
/// <param name="Fix">What to do with such a file where a sound or a picture was wanted.</param>
public sealed record FileContent(ContentKind Kind, string Description, string Fix)
{
    /// <summary>How many bytes of a file are enough for <see cref="Recognise(ReadOnlySpan{byte}, string)"/>.</summary>
    public const int HeadLength = 4096;

    private const string Mp3 = "an MP3 sound";

    // Of the kinds that the contracts know by their first bytes, those that are read here.
    private static readonly Dictionary<string, ContentKind> s_read = new(StringComparer.Ordinal)
    {
        ["a WAV sound"] = ContentKind.Wav,
        ["an AIFF sound"] = ContentKind.Aiff,
        [Mp3] = ContentKind.Mp3,
        ["an Ogg Vorbis sound"] = ContentKind.OggVorbis,
        ["an Ogg Opus sound"] = ContentKind.OggOpus,
        ["a PNG picture"] = ContentKind.Png,
        ["a JPEG picture"] = ContentKind.Jpeg,
        ["a MIDI file"] = ContentKind.Midi,
        ["a SoundFont"] = ContentKind.SoundFont,
    };

    /// <summary>The beginning of a file, as much of it as <see cref="Recognise(ReadOnlySpan{byte}, string)"/> wants.</summary>
    /// <param name="file">The path.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static ReadOnlySpan<byte> HeadOf(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        var head = new byte[HeadLength];
        return head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
    }

    /// <summary>Recognises a file by its beginning.</summary>
    /// <param name="head">The first bytes, <see cref="HeadLength"/> of them where the file has so many.</param>
    /// <param name="name">The file's name, set into <see cref="Fix"/>.</param>
    public static FileContent Recognise(ReadOnlySpan<byte> head, string name = "FILE")
    {
        var start = head[..Math.Min(head.Length, FileContents.Enough)];
        // Frames of the other layers of MPEG audio have no magic number: two of them in a row are as good.
        var description = FileContents.Describe(start);
        if (description.StartsWith("binary data", StringComparison.Ordinal) && MpegFrame.StartsAt(head)) description = Mp3;
        var kind = s_read.GetValueOrDefault(description);
        var fix = FileContents.Remedy(start) ?? Way(kind, FileContents.Family(start));
        return new(kind, description, fix.Replace("FILE", $"'{name}'", StringComparison.Ordinal));
    }

    private static string Way(ContentKind kind, FileFamily family) => (kind, family) switch
    {
        (ContentKind.Midi, _) => "Render it: fluidsynth -F sound.wav BANK.sf2 FILE.",
        (ContentKind.Other, FileFamily.Sound) => BadMediaException.Convert,
        (ContentKind.Other, FileFamily.Picture) => "Convert it to PNG: ffmpeg -i FILE picture.png.",
        _ => "Name a sound or a picture.",
    };
}
