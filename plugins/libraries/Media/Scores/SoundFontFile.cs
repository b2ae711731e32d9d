using System.Buffers.Binary;
using System.Text;
using PluginHost.Contracts;
using PluginHost.Media.Content;

namespace PluginHost.Media.Scores;

/// <summary>Reads the lists of SoundFont 2 files (by NAudio) without their sound data, which may be hundreds of megabytes.</summary>
public static class SoundFontFile
{
    private const int MostList = 64 << 20;

    /// <summary>Reads presets and samples.</summary>
    /// <param name="file">Path of the .sf2 file.</param>
    /// <exception cref="JobException">One finding: the file, what it is by its content, what is wrong, and the way out.</exception>
    public static SoundFont Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            var head = new byte[FileContent.HeadLength];
            head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            var content = FileContent.Recognise(head, file);
            return content.Kind == ContentKind.SoundFont
                ? MediaFault.Guard(file, content.Description, () => Read(stream))
                : throw MediaFault.Of(MediaFault.Foreign, file, $"is {content.Description}, not a SoundFont 2 file", content.Fix);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw MediaFault.Of(MediaFault.Unreadable, file, "is not there", "Correct the path.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw MediaFault.Of(MediaFault.Unreadable, file, $"cannot be opened: {error.Message.TrimEnd('.')}",
                "Correct the path or the file's rights.");
        }
    }

    private static SoundFont Read(FileStream file)
    {
        var (info, presets) = (Array.Empty<byte>(), Array.Empty<byte>());
        Span<byte> head = stackalloc byte[12];
        for (file.Position = 12; file.ReadAtLeast(head, 12, throwOnEndOfStream: false) == 12;)
        {
            var (name, kind) = (Encoding.Latin1.GetString(head[..4]), Encoding.Latin1.GetString(head[8..]));
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            var (start, end) = (file.Position - 4, file.Position - 4 + size);
            if (end > file.Length)
            {
                throw new BadMediaException(
                    $"it is cut short: its list '{Chunk.Printable(kind)}' announces {size} bytes, {file.Length - start} are there");
            }

            if (name is "LIST" && kind is "INFO" && info.Length == 0) info = Content(file, start, size, "INFO");
            if (name is "LIST" && kind is "pdta" && presets.Length == 0) presets = Content(file, start, size, "pdta");
            file.Position = end + (end & 1);
        }

        if (presets.Length == 0) throw new BadMediaException("it has no list of presets");
        if (info.Length == 0) throw new BadMediaException("it has no list that names it");
        return Lists(info, presets);
    }

    private static byte[] Content(FileStream file, long start, uint size, string name)
    {
        if (size > MostList)
            throw new BadMediaException($"its list '{name}' claims {size} bytes; {MostList} are read at most", code: MediaFault.TooLarge);
        var content = new byte[size];
        file.Position = start;
        file.ReadExactly(content);
        foreach (var chunk in Chunk.List(content, 4, bigEndian: false))
        {
            if (chunk.Size > content.Length - chunk.Start) throw new BadMediaException($"its list '{chunk.Label}' is cut short");
        }

        return content;
    }

    // NAudio reads a whole file, sound data too: it is given one in which that is empty.
    private static SoundFont Lists(byte[] info, byte[] presets)
    {
        using var whole = new MemoryStream();
        using (var writer = new BinaryWriter(whole, Encoding.Latin1, leaveOpen: true))
        {
            writer.Write("RIFF"u8);
            writer.Write(4 + 8 + info.Length + (info.Length & 1) + 20 + 8 + presets.Length + (presets.Length & 1));
            writer.Write("sfbk"u8);
            foreach (var list in (byte[][])[info, [.. "sdtasmpl"u8, 0, 0, 0, 0], presets])
            {
                writer.Write("LIST"u8);
                writer.Write(list.Length);
                writer.Write(list);
                if ((list.Length & 1) == 1) writer.Write((byte)0);
            }
        }

        whole.Position = 0;
        var font = new NAudio.SoundFont.SoundFont(whole);
        return new SoundFont
        {
            Name = Text(font.FileInfo.BankName),
            Presets = [.. font.Presets.Select(preset => new SoundFontPreset(Text(preset.Name), preset.Bank, preset.PatchNumber))],
            Samples =
            [
                .. font.SampleHeaders.Select(sample => new SoundFontSample(
                    Text(sample.SampleName), sample.SampleRate, sample.Start, sample.End, sample.StartLoop, sample.EndLoop,
                    sample.OriginalPitch)),
            ],
        };
    }

    private static string Text(string? padded) => padded?.TrimEnd('\0', ' ') ?? "";
}
