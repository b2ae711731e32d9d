using System.Buffers.Binary;

namespace PluginHost.Media.Content;

/// <summary>The four-byte header of an MPEG audio frame (ISO 11172-3, 2.4.1.3; ISO 13818-3; MPEG 2.5 by Fraunhofer).</summary>
internal static class MpegFrame
{
    // Kilobits a second by index: MPEG-1 layers I, II, III, then MPEG-2 and 2.5 layer I, layers II and III.
    private static readonly int[][] Rates =
    [
        [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];

    private static readonly int[] Hertz = [44100, 48000, 32000];

    /// <summary>Whether a frame starts here; where a second one can be seen it must follow at once.</summary>
    public static bool StartsAt(ReadOnlySpan<byte> bytes) =>
        Length(bytes) is > 0 and var length && (bytes.Length < length + 4 || Length(bytes[length..]) > 0);

    /// <summary>Bytes of the frame whose header this is; 0 where it is none.</summary>
    public static int Length(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4) return 0;
        var header = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var version = (int)(header >> 19) & 3;
        var layer = 4 - ((int)(header >> 17) & 3);
        var (rate, sampling, padding) = ((int)(header >> 12) & 15, (int)(header >> 10) & 3, (int)(header >> 9) & 1);
        if (header >> 21 != 0x7FF || version == 1 || layer == 4 || rate is 0 or 15 || sampling == 3) return 0;
        var hertz = Hertz[sampling] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        var bits = 1000 * Rates[version == 3 ? layer - 1 : layer == 1 ? 3 : 4][rate];
        return layer == 1 ? 4 * ((12 * bits / hertz) + padding) : ((layer == 3 && version != 3 ? 72 : 144) * bits / hertz) + padding;
    }
}
