using System.Buffers.Binary;

namespace PluginHost.Media.Tests.Scores;

/// <summary>A SoundFont without samples, written by the letter of the specification (2.04, chapter 7).</summary>
internal static class SoundFontBytes
{
    /// <summary>Every list ends with a record that only marks the end.</summary>
    public static byte[] Of(params (int Bank, int Program)[] presets)
    {
        var headers = new byte[38 * (presets.Length + 1)];
        for (var i = 0; i < presets.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(headers.AsSpan((i * 38) + 20), (ushort)presets[i].Program);
            BinaryPrimitives.WriteUInt16LittleEndian(headers.AsSpan((i * 38) + 22), (ushort)presets[i].Bank);
        }

        byte[] info = [.. Chunk("ifil"u8, [2, 0, 1, 0]), .. Chunk("INAM"u8, [.. "hand"u8, 0, 0])];
        byte[] lists =
        [
            .. Chunk("phdr"u8, headers), .. Chunk("pbag"u8, new byte[4]), .. Chunk("pmod"u8, new byte[10]), .. Chunk("pgen"u8, new byte[4]),
            .. Chunk("inst"u8, new byte[22]), .. Chunk("ibag"u8, new byte[4]), .. Chunk("imod"u8, new byte[10]), .. Chunk("igen"u8, new byte[4]),
            .. Chunk("shdr"u8, new byte[46]),
        ];
        return Chunk(
            "RIFF"u8,
            [.. "sfbk"u8, .. Chunk("LIST"u8, [.. "INFO"u8, .. info]), .. Chunk("LIST"u8, [.. "sdta"u8]), .. Chunk("LIST"u8, [.. "pdta"u8, .. lists])]);
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] body) => [.. name, .. BitConverter.GetBytes(body.Length), .. body];
}
