using System.Globalization;
using System.Text;

namespace PluginHost.Contracts;

/// <summary>
/// Tells what a file is by its first bytes, for findings: who expects weights and gets a web page needs to hear "a web page". Pure
/// functions: any thread may call them.
/// </summary>
public static class FileContents
{
    /// <summary>How many bytes of a file are enough.</summary>
    public const int Enough = 1024;

    private const string Saved = "A page about the file was saved in its place: download the file itself.";
    private const string Again = "Get the file again; it was cut off or never written.";
    private const string AsUtf8 = "Save it as UTF-8.";

    // Magic numbers at their places, as the formats' own specifications have them.
    private static readonly (int At, byte[] Magic, FileFamily Family, string Name, string? Remedy)[] Binary =
    [
        (0, [0x1F, 0x8B], FileFamily.Other, "a gzip archive", "Unpack it with gunzip, or tar -xzf where it holds several files."),
        (0, [0xFD, .. "7zXZ\0"u8], FileFamily.Other, "an xz archive", "Unpack it with unxz, or tar -xJf where it holds several files."),
        (0, [.. "BZh"u8], FileFamily.Other, "a bzip2 archive", "Unpack it with bunzip2."),
        (0, [0x28, 0xB5, 0x2F, 0xFD], FileFamily.Other, "a zstd archive", "Unpack it with unzstd."),
        (0, [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], FileFamily.Other, "a 7z archive", "Unpack it first."),
        (0, [.. "Rar!"u8], FileFamily.Other, "a RAR archive", "Unpack it first."),
        (257, [.. "ustar"u8], FileFamily.Other, "a tar archive", "Unpack it with tar -xf."),
        (
            0,
            [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19],
            FileFamily.Other,
            "a PyTorch file of before version 1.6",
            null),
        (0, [0x89, .. "HDF\r\n"u8, 0x1A, 0x0A], FileFamily.Other, "an HDF5 file", null),
        (0, [0x93, .. "NUMPY"u8], FileFamily.Other, "a NumPy array (.npy)", null),
        (0, [.. "%PDF"u8], FileFamily.Other, "a PDF document", null),
        (0, [.. "SQLite format 3\0"u8], FileFamily.Other, "an SQLite database", null),
        (0, [0x7F, .. "ELF"u8], FileFamily.Other, "a Linux program or library", null),
        (0, [.. "MZ"u8], FileFamily.Other, "a Windows program or a .NET assembly", null),
        (0, [.. "MThd"u8], FileFamily.Other, "a MIDI file", null),
        (0, [0x89, .. "PNG"u8], FileFamily.Picture, "a PNG picture", null),
        (0, [0xFF, 0xD8, 0xFF], FileFamily.Picture, "a JPEG picture", null),
        (0, [.. "GIF8"u8], FileFamily.Picture, "a GIF picture", null),
        (0, [.. "II*\0"u8], FileFamily.Picture, "a TIFF picture", null),
        (0, [.. "MM\0*"u8], FileFamily.Picture, "a TIFF picture", null),
        (0, [.. "fLaC"u8], FileFamily.Sound, "a FLAC sound", null),
        (0, [.. "ID3"u8], FileFamily.Sound, "an MP3 sound", null),
        (4, [.. "ftyp"u8], FileFamily.Sound, "an MP4 video or sound", null),
        (0, [0x1A, 0x45, 0xDF, 0xA3], FileFamily.Sound, "a Matroska or WebM file", null),
        (0, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], FileFamily.Sound, "a Windows Media file", null),
        (0, [.. "#!AMR"u8], FileFamily.Sound, "an AMR sound", null),
        (0, [.. ".snd"u8], FileFamily.Sound, "a Sun AU sound", null),
        (0, [.. "caff"u8], FileFamily.Sound, "a Core Audio file (CAF)", null),
        (0, [.. "wvpk"u8], FileFamily.Sound, "a WavPack sound", null),
        (0, [.. "MAC "u8], FileFamily.Sound, "a Monkey's Audio sound", null),
        (0, [.. "riff"u8, 0x2E, 0x91, 0xCF, 0x11], FileFamily.Sound, "a Sony Wave64 sound", null),
        (0, [0xFF, 0xFE, 0, 0], FileFamily.Other, "UTF-32 text", AsUtf8),
        (0, [0xFF, 0xFE], FileFamily.Other, "UTF-16 text", AsUtf8),
        (0, [0xFE, 0xFF], FileFamily.Other, "UTF-16 text", AsUtf8),
    ];

    // The form inside a file of chunks follows its name and size: RIFF of Microsoft, FORM of Electronic Arts.
    private static readonly (string Container, string Form, FileFamily Family, string Name, string? Remedy)[] Chunked =
    [
        ("RIFF", "WAVE", FileFamily.Sound, "a WAV sound", null),
        ("RF64", "WAVE", FileFamily.Sound, "a WAV sound", null),
        ("FORM", "AIFF", FileFamily.Sound, "an AIFF sound", null),
        ("FORM", "AIFC", FileFamily.Sound, "an AIFF sound", null),
        ("RIFF", "sfbk", FileFamily.Other, "a SoundFont", null),
        ("RIFF", "RMID", FileFamily.Other, "a MIDI file in a RIFF wrapper", "Take the MIDI file out of the wrapper."),
        ("RIFF", "WEBP", FileFamily.Picture, "a WebP picture", null),
        ("RIFF", "AVI ", FileFamily.Sound, "an AVI video", null),
        ("RIFF", "", FileFamily.Other, "a RIFF file", null),
    ];

    // What the first packet of an Ogg file begins with.
    private static readonly (byte[] Packet, string Name)[] Codecs =
    [
        ([1, .. "vorbis"u8], "an Ogg Vorbis sound"),
        ([.. "OpusHead"u8], "an Ogg Opus sound"),
        ([0x7F, .. "FLAC"u8], "an Ogg file with FLAC inside"),
        ([.. "Speex"u8], "an Ogg file with Speex inside"),
        ([0x80, .. "theora"u8], "an Ogg file with Theora inside"),
    ];

    /// <summary>What the file is, such as "a web page (HTML)".</summary>
    /// <param name="start">Its first bytes, <see cref="Enough"/> of them where it has as many.</param>
    /// <returns>The words with their article; "text" or "binary data", and how it begins, where the bytes tell nothing more.</returns>
    public static string Describe(ReadOnlySpan<byte> start) => Recognise(start).Name;

    /// <summary>The way out for who expected another kind of file.</summary>
    /// <param name="start">The first bytes.</param>
    /// <returns>A sentence for <see cref="Finding.Fix"/>, or <see langword="null"/>.</returns>
    public static string? Remedy(ReadOnlySpan<byte> start) => Recognise(start).Remedy;

    /// <summary>What a file of this kind could serve for.</summary>
    /// <param name="start">The first bytes.</param>
    public static FileFamily Family(ReadOnlySpan<byte> start) => Recognise(start).Family;

    /// <summary>Whether the bytes begin like JSON: an object, array, text, number or word, after white space.</summary>
    /// <param name="start">The first bytes.</param>
    public static bool LooksLikeJson(ReadOnlySpan<byte> start)
    {
        var text = Trimmed(start);
        return text.Length > 0
            && (text[0] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' or (byte)'/' || char.IsAsciiDigit((char)text[0]));
    }

    /// <summary>What a file on disk is, in words, and the way out.</summary>
    /// <param name="path">The file.</param>
    /// <returns>As <see cref="Describe"/> and <see cref="Remedy"/>; "a file that cannot be read" where the system refuses.</returns>
    public static (string Name, string? Remedy) OfFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var start = new byte[Enough];
            var (name, remedy, _) = Recognise(start.AsSpan(0, stream.ReadAtLeast(start, Enough, throwOnEndOfStream: false)));
            return (name, remedy);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ("a file that cannot be read", null);
        }
    }

    private static (string Name, string? Remedy, FileFamily Family) Recognise(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return ("an empty file", Again, FileFamily.Other);
        foreach (var (at, magic, family, name, remedy) in Binary)
        {
            if (start.Length >= at && start[at..].StartsWith(magic)) return (name, remedy, family);
        }

        if (start.StartsWith("PK\u0003\u0004"u8)) return Zip(start);
        if (start.StartsWith("OggS"u8)) return (Ogg(start), null, FileFamily.Sound);
        foreach (var (container, form, family, name, remedy) in Chunked)
        {
            if (start.Length >= 12 && Is(start[..4], container) && (form.Length == 0 || Is(start[8..12], form))) return (name, remedy, family);
        }

        if (start.Length >= 2 && start[0] == 0x80 && start[1] is >= 1 and <= 5) return ("a Python pickle", null, FileFamily.Other);
        if (start.Length > 9 && start[8] == (byte)'{' && BitConverter.ToUInt64(start) is > 1 and < 1 << 28)
            return ("a safetensors file", null, FileFamily.Other);
        return Text(start);
    }

    // The first entry's name follows its header of 30 bytes (APPNOTE.TXT, 4.3.7).
    private static (string Name, string? Remedy, FileFamily Family) Zip(ReadOnlySpan<byte> start)
    {
        var length = start.Length >= 30 ? BitConverter.ToUInt16(start[26..28]) : 0;
        var name = Encoding.UTF8.GetString(start[Math.Min(30, start.Length)..Math.Min(30 + length, start.Length)]);
        var isTorch = name.EndsWith("/data.pkl", StringComparison.Ordinal) || name.EndsWith("/byteorder", StringComparison.Ordinal)
            || name.EndsWith("/version", StringComparison.Ordinal) || name.EndsWith("/.format_version", StringComparison.Ordinal);
        return isTorch ? ("a PyTorch file (a zip of tensors)", null, FileFamily.Other)
            : name.EndsWith(".npy", StringComparison.Ordinal) ? ("NumPy arrays (.npz)", null, FileFamily.Other)
            : ("a zip archive", "Unpack it with unzip.", FileFamily.Other);
    }

    // The first packet follows the page's 27 bytes and its segment table (RFC 3533, 6), and names its codec.
    private static string Ogg(ReadOnlySpan<byte> start)
    {
        var packet = start[Math.Min(start.Length, start.Length > 27 ? 27 + start[26] : start.Length)..];
        foreach (var (begin, name) in Codecs)
        {
            if (packet.StartsWith(begin)) return name;
        }

        return "an Ogg file of an unknown codec";
    }

    private static (string Name, string? Remedy, FileFamily Family) Text(ReadOnlySpan<byte> start)
    {
        if (start.IndexOfAnyExcept((byte)0) < 0) return ("a file of zeros", Again, FileFamily.Other);
        // Every other byte of Latin letters is zero in UTF-16.
        if (start is [0, not 0, 0, not 0, ..] or [not 0, 0, not 0, 0, ..]) return ("UTF-16 text", AsUtf8, FileFamily.Other);
        if (start.Contains((byte)0)) return Unknown(start);
        var text = Encoding.UTF8.GetString(Trimmed(start));
        bool Begins(string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);
        (string, string?, FileFamily) Words(string name, string? remedy = null) => (name, remedy, FileFamily.Text);
        if (Begins("<!doctype html") || Begins("<html") || Begins("<head") || Begins("<body"))
            return ("a web page (HTML)", Saved, FileFamily.Other);
        if (Begins("<?xml") || Begins("<svg"))
        {
            if (text.Contains("<html", StringComparison.OrdinalIgnoreCase)) return ("a web page (XHTML)", Saved, FileFamily.Other);
            return (text.Contains("<svg", StringComparison.Ordinal) ? "an SVG drawing" : "XML", null, FileFamily.Other);
        }

        if (Begins("version https://git-lfs.github.com/"))
            return ("a Git LFS pointer", "It stands for the file: run 'git lfs pull' in its repository.", FileFamily.Other);
        if (text.Contains("/annex/objects/", StringComparison.Ordinal))
            return ("a git-annex pointer", "It stands for the file: run 'git annex get' in its repository.", FileFamily.Other);
        if (Begins("#!")) return ("a script", null, FileFamily.Other);
        if (LooksLikeJson(start)) return Words("JSON");
        var odd = text.Count(character => character == '\uFFFD' || (char.IsControl(character) && character is not ('\n' or '\r' or '\t')));
        if (odd > 1 + (text.Length / 50)) return Unknown(start);
        var line = text.Trim().Split('\n', 2)[0].TrimEnd();
        return line.Length == 0 ? Words("blank text") : Words($"text that begins with '{(line.Length > 40 ? line[..40] + "..." : line)}'");
    }

    private static (string Name, string? Remedy, FileFamily Family) Unknown(ReadOnlySpan<byte> start)
    {
        // A frame of MPEG audio has eleven bits set and says its layer; the third is MP3, none is AAC.
        if (start.Length > 3 && start[0] == 0xFF && (start[1] & 0xE6) == 0xE2) return ("an MP3 sound", null, FileFamily.Sound);
        if (start.Length > 3 && start[0] == 0xFF && (start[1] & 0xF6) == 0xF0) return ("an AAC sound", null, FileFamily.Sound);
        if (start.StartsWith("BM"u8)) return ("a BMP picture", null, FileFamily.Picture);
        var first = string.Join(' ', start[..Math.Min(8, start.Length)].ToArray().Select(value => value.ToString("X2", CultureInfo.InvariantCulture)));
        return ($"binary data that begins with {first}", null, FileFamily.Other);
    }

    private static bool Is(ReadOnlySpan<byte> bytes, string letters) => Encoding.Latin1.GetString(bytes) == letters;

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8)) start = start[3..];
        return start.TrimStart(" \t\r\n"u8);
    }
}

/// <summary>What a file could serve for, whatever its format.</summary>
public enum FileFamily
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>Words, data or settings for people to read, JSON among them.</summary>
    Text,

    /// <summary>A sound, or a video that may have one.</summary>
    Sound,

    /// <summary>A picture of pixels.</summary>
    Picture,
}
