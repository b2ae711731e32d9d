using System.Text;

namespace PluginHost.Media.Content;

/// <summary>What a file is by its first bytes; its name does not count.</summary>
/// <param name="Kind">The kind, where this library reads it.</param>
/// <param name="Description">The kind with its article, such as "an MP3 sound" or "a web page (HTML)".</param>
/// <param name="Fix">What to do with such a file where a sound or a picture was wanted.</param>
public sealed record FileContent(ContentKind Kind, string Description, string Fix)
{
    /// <summary>How many bytes of a file are enough for <see cref="Recognise(ReadOnlySpan{byte}, string)"/>.</summary>
    public const int HeadLength = 4096;

    private const string Convert = BadMediaException.Convert;
    private const string ConvertPicture = "Convert it to PNG: ffmpeg -i FILE picture.png.";
    private const string Unpack = "Unpack it and name a file from inside.";
    private const string NotMedia = "Name a sound or a picture.";

    private static readonly (int At, string Magic, string Description, string Fix)[] Foreign =
    [
        (0, "fLaC", "a FLAC sound", Convert),
        (4, "ftyp", "an MPEG-4 file (M4A, MP4, AAC in a box)", Convert),
        (0, "\u001aE\u00df\u00a3", "a Matroska or WebM file", Convert),
        (0, "0&\u00b2u\u008ef\u00cf\u0011", "a Windows Media file", Convert),
        (0, "#!AMR", "an AMR sound", Convert),
        (0, ".snd", "a Sun AU sound", Convert),
        (0, "caff", "a Core Audio file (CAF)", Convert),
        (0, "wvpk", "a WavPack sound", Convert),
        (0, "MAC ", "a Monkey's Audio sound", Convert),
        (0, "riff\u002e\u0091\u00cf\u0011", "a Sony Wave64 sound", Convert),
        (8, "AVI ", "an AVI video", Convert),
        (8, "RMID", "a MIDI file in a RIFF wrapper", "Take the MIDI file out of the wrapper."),
        (8, "WEBP", "a WebP picture", ConvertPicture),
        (0, "GIF8", "a GIF picture", ConvertPicture),
        (0, "BM", "a BMP picture", ConvertPicture),
        (0, "II*\0", "a TIFF picture", ConvertPicture),
        (0, "MM\0*", "a TIFF picture", ConvertPicture),
        (0, "PK\u0003\u0004", "a zip archive (perhaps a .pth, .npz or .docx)", Unpack),
        (0, "\u001f\u008b", "a gzip archive", Unpack),
        (0, "BZh", "a bzip2 archive", Unpack),
        (0, "\u00fd7zXZ", "an xz archive", Unpack),
        (0, "7z\u00bc\u00af", "a 7-Zip archive", Unpack),
        (0, "Rar!", "a RAR archive", Unpack),
        (257, "ustar", "a tar archive", Unpack),
        (0, "%PDF", "a PDF document", NotMedia),
        (0, "\u0093NUMPY", "a NumPy array", NotMedia),
        (0, "\u0089HDF", "an HDF5 file", NotMedia),
        (0, "\u007fELF", "a program", NotMedia),
        (0, "MZ", "a Windows program", NotMedia),
        (0, "version https://git-lfs", "a Git LFS pointer, not the file that it stands for", "Run 'git lfs pull' in that repository."),
    ];

    /// <summary>Recognises a file by its beginning.</summary>
    /// <param name="head">The first bytes, <see cref="HeadLength"/> of them where the file has so many.</param>
    /// <param name="name">The file's name, set into <see cref="Fix"/>.</param>
    public static FileContent Recognise(ReadOnlySpan<byte> head, string name = "FILE")
    {
        var content = Recognise(head);
        return content with { Fix = content.Fix.Replace("FILE", $"'{name}'", StringComparison.Ordinal) };
    }

    private static FileContent Recognise(ReadOnlySpan<byte> head)
    {
        if (head.Length == 0) return new(ContentKind.Other, "an empty file", BadMediaException.Renew);
        if (Has(head, 8, "WAVE") && (Has(head, 0, "RIFF") || Has(head, 0, "RF64"))) return new(ContentKind.Wav, "a WAV sound", NotMedia);
        if (Has(head, 0, "FORM") && (Has(head, 8, "AIFF") || Has(head, 8, "AIFC"))) return new(ContentKind.Aiff, "an AIFF sound", NotMedia);
        if (Has(head, 0, "OggS")) return Ogg(head);
        if (Has(head, 0, "\u0089PNG\r\n\u001a\n")) return new(ContentKind.Png, "a PNG picture", NotMedia);
        if (Has(head, 0, "\u00ff\u00d8\u00ff")) return new(ContentKind.Jpeg, "a JPEG picture", NotMedia);
        if (Has(head, 0, "MThd"))
            return new(ContentKind.Midi, "a MIDI file (notes, no sound)", "Render it: fluidsynth -F sound.wav BANK.sf2 FILE.");
        if (Has(head, 0, "RIFF") && Has(head, 8, "sfbk")) return new(ContentKind.SoundFont, "a SoundFont", NotMedia);
        if (Has(head, 0, "ID3") || MpegFrame.StartsAt(head)) return new(ContentKind.Mp3, "an MP3 sound", NotMedia);
        foreach (var (at, magic, description, fix) in Foreign)
        {
            if (Has(head, at, magic)) return new(ContentKind.Other, description, fix);
        }

        if (head is [0xFF, var second, ..] && (second & 0xF6) == 0xF0) return new(ContentKind.Other, "an AAC sound", Convert);
        return Text(head) ?? Unknown(head);
    }

    private static FileContent Ogg(ReadOnlySpan<byte> head)
    {
        // The first packet follows the page's 27 bytes and its segment table, and names its codec.
        var start = head.Length > 27 ? 27 + head[26] : head.Length;
        if (Has(head, start, "\u0001vorbis")) return new(ContentKind.OggVorbis, "an Ogg Vorbis sound", NotMedia);
        if (Has(head, start, "OpusHead")) return new(ContentKind.OggOpus, "an Ogg Opus sound", NotMedia);
        var codec = Has(head, start, "\u007fFLAC") ? "FLAC"
            : Has(head, start, "Speex") ? "Speex"
            : Has(head, start, "\u0080theora") ? "Theora"
            : null;
        return new(
            ContentKind.Other,
            codec is null ? "an Ogg file of an unknown codec" : $"an Ogg file with {codec} inside",
            Convert);
    }

    private static FileContent? Text(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) head = head[3..];
        foreach (var value in head)
        {
            if (value is < 9 or (> 13 and < 27) or (> 27 and < 32) or 127) return null;
        }

        var text = Encoding.Latin1.GetString(head).TrimStart();
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return new(ContentKind.Other, "a web page (HTML)", "Download it again; the address gave a page in place of the file.");
        if (text.StartsWith("<svg", StringComparison.Ordinal)
            || (text.StartsWith("<?xml", StringComparison.Ordinal) && text.Contains("<svg", StringComparison.Ordinal)))
            return new(ContentKind.Other, "an SVG drawing", "Draw it into a PNG: rsvg-convert -o picture.png FILE.");
        if (text.StartsWith('<')) return new(ContentKind.Other, "an XML text", NotMedia);
        if (text.StartsWith('{') || text.StartsWith('[')) return new(ContentKind.Other, "a JSON text", NotMedia);
        if (text.Length == 0) return new(ContentKind.Other, "a text without words", BadMediaException.Renew);
        var line = text.Split('\n', 2)[0].TrimEnd();
        return new(ContentKind.Other, $"a text that begins with '{(line.Length > 40 ? line[..40] + "..." : line)}'", NotMedia);
    }

    private static FileContent Unknown(ReadOnlySpan<byte> head)
    {
        if (head.IndexOfAnyExcept((byte)0) < 0) return new(ContentKind.Other, "a file of zeros", BadMediaException.Renew);
        var first = string.Join(' ', head[..Math.Min(8, head.Length)].ToArray().Select(value => value.ToString("X2")));
        return new(
            ContentKind.Other,
            $"of no kind that is known here (it begins with the bytes {first})",
            "Convert it with the program that wrote it.");
    }

    // Magic numbers are written with one character a byte.
    private static bool Has(ReadOnlySpan<byte> head, int at, string magic)
    {
        if (at < 0 || at + magic.Length > head.Length) return false;
        for (var i = 0; i < magic.Length; i++)
        {
            if (head[at + i] != magic[i]) return false;
        }

        return true;
    }
}
