using System.Buffers.Binary;

namespace PluginHost.Plugins.DatasetSoundfont.Banks;

/// <summary>Reads the preset list of a SoundFont 2 file: RIFF "sfbk", list "pdta", chunk "phdr" of 38-byte records.</summary>
internal static class SoundFontFile
{
    private const int RecordBytes = 38;

    /// <exception cref="InvalidDataException">Not a SoundFont, or cut short.</exception>
    public static IReadOnlySet<(int Bank, int Program)> ReadPresets(string file)
    {
        using var stream = File.OpenRead(file);
        Span<byte> head = stackalloc byte[12];
        var size = stream.ReadAtLeast(head, 12, throwOnEndOfStream: false);
        if (size < 12 || !head[..4].SequenceEqual("RIFF"u8) || !head[8..].SequenceEqual("sfbk"u8))
            throw new InvalidDataException("it is no SoundFont 2 file");
        while (stream.ReadAtLeast(head, 12, throwOnEndOfStream: false) == 12)
        {
            var end = stream.Position - 4 + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (end > stream.Length) throw new InvalidDataException("it is cut short");
            if (head[..4].SequenceEqual("LIST"u8) && head[8..].SequenceEqual("pdta"u8)) return ReadHeaders(stream);
            stream.Position = end + (end & 1);
        }

        throw new InvalidDataException("it has no preset list");
    }

    private static HashSet<(int Bank, int Program)> ReadHeaders(FileStream stream)
    {
        Span<byte> head = stackalloc byte[8];
        stream.ReadExactly(head);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        if (!head[..4].SequenceEqual("phdr"u8) || length % RecordBytes != 0 || length > stream.Length)
            throw new InvalidDataException("its preset list is damaged");
        var records = new byte[length];
        stream.ReadExactly(records);
        var presets = new HashSet<(int, int)>();
        // The last record only marks the end.
        for (var place = 0; place + (2 * RecordBytes) <= records.Length; place += RecordBytes)
        {
            var record = records.AsSpan(place, RecordBytes);
            presets.Add((BinaryPrimitives.ReadUInt16LittleEndian(record[22..]), BinaryPrimitives.ReadUInt16LittleEndian(record[20..])));
        }

        return presets;
    }
}
