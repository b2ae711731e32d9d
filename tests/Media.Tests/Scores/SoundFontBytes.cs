using System.Buffers.Binary;

namespace PluginHost.Media.Tests.Scores;

/// <summary>A SoundFont of one instrument and a silent sample, written by the letter of the specification (2.04, chapters 4 and
/// 7).</summary>
internal static class SoundFontBytes
{
    private const int InstrumentOperator = 41;
    private const int SampleOperator = 53;

    /// <summary>Every preset plays the one instrument. Every list ends with a record that only marks the end.</summary>
    public static byte[] Of(params (int Bank, int Program)[] presets)
    {
        var headers = new byte[38 * (presets.Length + 1)];
        byte[] bags = [], generators = [];
        for (var i = 0; i <= presets.Length; i++)
        {
            var header = headers.AsSpan(i * 38, 38);
            BinaryPrimitives.WriteUInt16LittleEndian(header[24..], (ushort)i);
            bags = [.. bags, .. Two(i, 0)];
            generators = [.. generators, .. i < presets.Length ? Two(InstrumentOperator, 0) : Two(0, 0)];
            if (i == presets.Length) break;
            BinaryPrimitives.WriteUInt16LittleEndian(header[20..], (ushort)presets[i].Program);
            BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)presets[i].Bank);
        }

        byte[] instruments = [.. new byte[20], 0, 0, .. new byte[20], 1, 0];
        var samples = new byte[2 * 46];
        int[] places = [0, 40, 8, 32, 22050];
        for (var i = 0; i < places.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(samples.AsSpan(20 + (4 * i)), places[i]);
        (samples[40], samples[44]) = (60, 1);
        byte[] lists =
        [
            .. Chunk("phdr"u8, headers), .. Chunk("pbag"u8, bags), .. Chunk("pmod"u8, new byte[10]), .. Chunk("pgen"u8, generators),
            .. Chunk("inst"u8, instruments), .. Chunk("ibag"u8, [.. Two(0, 0), .. Two(1, 0)]), .. Chunk("imod"u8, new byte[10]),
            .. Chunk("igen"u8, [.. Two(SampleOperator, 0), .. Two(0, 0)]), .. Chunk("shdr"u8, samples),
        ];
        byte[] info = [.. Chunk("ifil"u8, [2, 0, 1, 0]), .. Chunk("INAM"u8, [.. "hand"u8, 0, 0])];
        byte[] sound = Chunk("smpl"u8, new byte[2 * (40 + 46)]);
        return Chunk(
            "RIFF"u8,
            [.. "sfbk"u8, .. Chunk("LIST"u8, [.. "INFO"u8, .. info]), .. Chunk("LIST"u8, [.. "sdta"u8, .. sound]), .. Chunk("LIST"u8,
                [.. "pdta"u8, .. lists])]);
    }

    private static byte[] Two(int first, int second) => [(byte)first, (byte)(first >> 8), (byte)second, (byte)(second >> 8)];

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] body) => [.. name, .. BitConverter.GetBytes(body.Length), .. body];
}
