using System.Buffers.Binary;
using PluginHost.Media.Content;

namespace PluginHost.Media.Scores;

/// <summary>Walks over a MIDI file's tracks and events for their lengths alone: NAudio takes memory for texts as their headers
/// say.</summary>
internal static class MidiBytes
{
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 14 || BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) != 6)
            throw new BadMediaException("its header is damaged");
        var announced = BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]);
        var tracks = Chunk.List(bytes, 14, bigEndian: true, aligned: false);
        if (tracks.Count < announced)
            throw new BadMediaException($"it is cut short: its header announces {announced} tracks, {tracks.Count} are there");
        foreach (var track in tracks.Take(announced))
        {
            if (track.Size > bytes.Length - track.Start)
                throw new BadMediaException($"it is cut short within the track at byte {track.Start}");
            var rest = bytes.Slice(track.Start, (int)track.Size);
            byte status = 0;
            while (rest.Length > 0) rest = Event(rest, ref status);
        }
    }

    private static ReadOnlySpan<byte> Event(ReadOnlySpan<byte> rest, scoped ref byte status)
    {
        Number(ref rest);
        if (rest.Length == 0) throw Damaged();
        var code = rest[0];
        if (code >= 0x80) rest = rest[1..];
        else code = status;
        var length = 0;
        switch (code >> 4)
        {
            case 0x8 or 0x9 or 0xA or 0xB or 0xE:
                length = 2;
                status = code;
                break;
            case 0xC or 0xD:
                length = 1;
                status = code;
                break;
            case 0xF when code is 0xF0 or 0xF7:
                length = Number(ref rest);
                break;
            case 0xF when code is 0xFF && rest.Length > 0:
                rest = rest[1..];
                length = Number(ref rest);
                break;
            default:
                throw Damaged();
        }

        return length <= rest.Length ? rest[length..] : throw Damaged();
    }

    // Up to four bytes of seven bits.
    private static int Number(ref ReadOnlySpan<byte> rest)
    {
        var value = 0;
        for (var i = 0; i < 4 && i < rest.Length; i++)
        {
            value = (value << 7) | (rest[i] & 127);
            if (rest[i] >= 128) continue;
            rest = rest[(i + 1)..];
            return value;
        }

        throw Damaged();
    }

    private static BadMediaException Damaged() => new("one of its events is damaged or cut short");
}
