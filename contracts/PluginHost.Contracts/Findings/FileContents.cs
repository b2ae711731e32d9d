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

    // Magic numbers at the beginning, as the formats' own specifications have them.
    private static readonly (byte[] Start, string Name, string? Remedy)[] Binary =
    [
        ([0x1F, 0x8B], "a gzip archive", "Unpack it with gunzip, or tar -xzf where it holds several files."),
        ([0xFD, .. "7zXZ\0"u8], "an xz archive", "Unpack it with unxz, or tar -xJf where it holds several files."),
        ([.. "BZh"u8], "a bzip2 archive", "Unpack it with bunzip2."),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", "Unpack it with unzstd."),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", "Unpack it first."),
        ([.. "Rar!"u8], "a RAR archive", "Unpack it first."),
        (
            [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19],
            "a PyTorch file of before version 1.6",
            null),
        ([0x89, .. "HDF\r\n"u8, 0x1A, 0x0A], "an HDF5 file", null),
        ([0x93, .. "NUMPY"u8], "a NumPy array (.npy)", null),
        ([0x89, .. "PNG"u8], "a PNG picture", null),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture", null),
        ([.. "GIF8"u8], "a GIF picture", null),
        ([.. "fLaC"u8], "a FLAC sound", null),
        ([.. "OggS"u8], "an Ogg sound", null),
        ([.. "ID3"u8], "an MP3 sound", null),
        ([.. "MThd"u8], "a MIDI file", null),
        ([.. "%PDF"u8], "a PDF document", null),
        ([.. "SQLite format 3\0"u8], "an SQLite database", null),
        ([0x7F, .. "ELF"u8], "a Linux program or library", null),
        ([.. "MZ"u8], "a Windows program or a .NET assembly", null),
        ([0xFF, 0xFE, 0, 0], "UTF-32 text", "Save it as UTF-8."),
        ([0xFF, 0xFE], "UTF-16 text", "Save it as UTF-8."),
        ([0xFE, 0xFF], "UTF-16 text", "Save it as UTF-8."),
    ];

    /// <summary>What the file is, such as "a web page (HTML)".</summary>
    /// <param name="start">Its first bytes, <see cref="Enough"/> of them where it has as many.</param>
    /// <returns>The words with their article; "text" or "binary data" where the bytes tell nothing more.</returns>
    public static string Describe(ReadOnlySpan<byte> start) => Recognise(start).Name;

    /// <summary>The way out for who expected another kind of file.</summary>
    /// <param name="start">The first bytes.</param>
    /// <returns>A sentence for <see cref="Finding.Fix"/>, or <see langword="null"/>.</returns>
    public static string? Remedy(ReadOnlySpan<byte> start) => Recognise(start).Remedy;

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
            return Recognise(start.AsSpan(0, stream.ReadAtLeast(start, Enough, throwOnEndOfStream: false)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ("a file that cannot be read", null);
        }
    }

    private static (string Name, string? Remedy) Recognise(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return ("an empty file", "Get the file again; it was cut off or never written.");
        foreach (var (magic, name, remedy) in Binary)
        {
            if (start.StartsWith(magic)) return (name, remedy);
        }

        if (start.StartsWith("PK\u0003\u0004"u8)) return Zip(start);
        if (start.StartsWith("RIFF"u8) && start.Length >= 12) return Riff(start[8..12]);
        if (start.Length >= 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5) return ("a Python pickle", null);
        if (start.Length >= 262 && start[257..262].SequenceEqual("ustar"u8)) return ("a tar archive", "Unpack it with tar -xf.");
        if (start.Length >= 8 && start[4..8].SequenceEqual("ftyp"u8)) return ("an MP4 video or sound", null);
        if (start.Length > 9 && start[8] == (byte)'{' && BitConverter.ToUInt64(start) is > 1 and < 1 << 28)
            return ("a safetensors file", null);
        return Text(start);
    }

    // The first entry's name follows its header of 30 bytes (APPNOTE.TXT, 4.3.7).
    private static (string Name, string? Remedy) Zip(ReadOnlySpan<byte> start)
    {
        var length = start.Length >= 30 ? BitConverter.ToUInt16(start[26..28]) : 0;
        var name = Encoding.UTF8.GetString(start[Math.Min(30, start.Length)..Math.Min(30 + length, start.Length)]);
        var isTorch = name.EndsWith("/data.pkl", StringComparison.Ordinal) || name.EndsWith("/byteorder", StringComparison.Ordinal)
            || name.EndsWith("/version", StringComparison.Ordinal) || name.EndsWith("/.format_version", StringComparison.Ordinal);
        return isTorch ? ("a PyTorch file (a zip of tensors)", null)
            : name.EndsWith(".npy", StringComparison.Ordinal) ? ("NumPy arrays (.npz)", null)
            : ("a zip archive", "Unpack it with unzip.");
    }

    private static (string Name, string? Remedy) Riff(ReadOnlySpan<byte> kind) =>
        (kind.SequenceEqual("WAVE"u8) ? "a WAV sound" : kind.SequenceEqual("sfbk"u8) ? "a SoundFont" : kind.SequenceEqual("WEBP"u8)
            ? "a WebP picture" : "a RIFF file", null);

    private static (string Name, string? Remedy) Text(ReadOnlySpan<byte> start)
    {
        // Every other byte of Latin letters is zero in UTF-16.
        if (start.Length >= 4 && (start[0], start[2]) is (0, 0) != (start[1], start[3]) is (0, 0))
            return ("UTF-16 text", "Save it as UTF-8.");
        if (start.Contains((byte)0)) return ("binary data", null);
        var text = Encoding.UTF8.GetString(Trimmed(start));
        bool Begins(string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);
        if (Begins("<!doctype html") || Begins("<html") || Begins("<head") || Begins("<body")) return ("a web page (HTML)", Saved);
        if (Begins("<?xml") || Begins("<svg")) return text.Contains("<html", StringComparison.OrdinalIgnoreCase)
            ? ("a web page (XHTML)", Saved)
            : ("XML", null);
        if (Begins("version https://git-lfs.github.com/"))
            return ("a Git LFS pointer", "It stands for the file: run 'git lfs pull' in its repository.");
        if (text.Contains("/annex/objects/", StringComparison.Ordinal))
            return ("a git-annex pointer", "It stands for the file: run 'git annex get' in its repository.");
        if (Begins("#!")) return ("a script", null);
        if (LooksLikeJson(start)) return ("JSON", null);
        var odd = text.Count(character => character == '\uFFFD' || (char.IsControl(character) && character is not ('\n' or '\r' or '\t')));
        return odd > 1 + (text.Length / 50) ? ("binary data", null) : text.Trim().Length == 0 ? ("blank text", null) : ("text", null);
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8)) start = start[3..];
        return start.TrimStart(" \t\r\n"u8);
    }
}
