using System.Buffers.Binary;
using System.IO.Compression;

namespace PluginHost.Instruments.Files;

/// <summary>Reads PNG of 8 bit grey, grey+alpha, colour, colour+alpha and palette, not interlaced; writes grey and colour.</summary>
public static class PngFile
{
    private static readonly byte[] Signature = [137, 80, 78, 71, 13, 10, 26, 10];

    /// <param name="pixels">Row by row, channels together.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 = grey, 3 = red, green, blue.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        var stride = width * channels;
        using var rows = new MemoryStream();
        using (var pack = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            // Filter 2 (difference to the row above) suits strips of frames; the first row has nothing above it.
            var line = new byte[stride + 1];
            line[0] = 2;
            for (var row = 0; row < height; row++)
            {
                for (var i = 0; i < stride; i++)
                    line[i + 1] = (byte)(pixels[(row * stride) + i] - (row == 0 ? 0 : pixels[((row - 1) * stride) + i]));
                pack.Write(line);
            }
        }

        using var file = new MemoryStream();
        file.Write(Signature);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8;
        head[9] = (byte)(channels == 1 ? 0 : 2);
        Chunk(file, "IHDR"u8, head);
        Chunk(file, "IDAT"u8, rows.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <exception cref="InvalidDataException">Not a PNG, damaged, interlaced or not 8 bits a channel.</exception>
    public static PngPicture Read(string path) => Decode(File.ReadAllBytes(path));

    /// <inheritdoc cref="Read"/>
    public static PngPicture Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 33 || !bytes[..8].SequenceEqual(Signature)) throw new InvalidDataException("not a PNG file");
        using var packed = new MemoryStream();
        byte[] palette = [];
        var (width, height, kind) = (0, 0, -1);
        for (var place = 8; place + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[place..]);
            if (length < 0 || length > bytes.Length - place - 12) throw new InvalidDataException("a PNG chunk is cut short");
            var name = bytes.Slice(place + 4, 4);
            var body = bytes.Slice(place + 8, length);
            if (BinaryPrimitives.ReadUInt32BigEndian(bytes[(place + 8 + length)..]) != Crc(bytes.Slice(place + 4, length + 4)))
                throw new InvalidDataException("a PNG chunk is damaged (checksum)");
            if (name.SequenceEqual("IHDR"u8) && length == 13)
            {
                width = BinaryPrimitives.ReadInt32BigEndian(body);
                height = BinaryPrimitives.ReadInt32BigEndian(body[4..]);
                kind = body[9];
                if (body[8] != 8 || body[12] != 0 || kind is not (0 or 2 or 3 or 4 or 6))
                    throw new InvalidDataException("only PNG with 8 bits a channel and without interlacing is read");
                if (width is < 1 or > 65535 || height is < 1 or > 1 << 22) throw new InvalidDataException("PNG size out of range");
            }
            else if (name.SequenceEqual("PLTE"u8))
            {
                palette = body.ToArray();
            }
            else if (name.SequenceEqual("IDAT"u8))
            {
                packed.Write(body);
            }

            place += 12 + length;
        }

        if (kind < 0) throw new InvalidDataException("a PNG without header");
        packed.Position = 0;
        return Unpack(packed, width, height, kind, palette);
    }

    private static PngPicture Unpack(MemoryStream packed, int width, int height, int kind, byte[] palette)
    {
        var cell = kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var stride = width * cell;
        var raw = new byte[(long)stride * height];
        try
        {
            using var unpack = new ZLibStream(packed, CompressionMode.Decompress);
            for (var row = 0; row < height; row++)
            {
                var filter = unpack.ReadByte();
                var line = raw.AsSpan(row * stride, stride);
                unpack.ReadExactly(line);
                Unfilter(filter, line, row == 0 ? [] : raw.AsSpan((row - 1) * stride, stride), cell);
            }
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("a PNG's picture data is cut short", error);
        }

        return Plain(raw, width, height, kind, cell, palette);
    }

    private static PngPicture Plain(byte[] raw, int width, int height, int kind, int cell, byte[] palette)
    {
        var channels = kind is 0 or 4 ? 1 : 3;
        var pixels = new byte[width * height * channels];
        for (var i = 0; i < width * height; i++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var entry = (raw[i * cell] * 3) + channel;
                if (kind == 3 && entry >= palette.Length) throw new InvalidDataException("a PNG refers to a colour its palette lacks");
                pixels[(i * channels) + channel] = kind == 3 ? palette[entry] : raw[(i * cell) + channel];
            }
        }

        return new PngPicture { Width = width, Height = height, Channels = channels, Pixels = pixels };
    }

    private static void Unfilter(int filter, Span<byte> line, ReadOnlySpan<byte> above, int cell)
    {
        for (var i = 0; i < line.Length; i++)
        {
            int left = i >= cell ? line[i - cell] : 0, up = above.Length > 0 ? above[i] : 0;
            var corner = i >= cell && above.Length > 0 ? above[i - cell] : 0;
            line[i] += filter switch
            {
                0 => 0,
                1 => (byte)left,
                2 => (byte)up,
                3 => (byte)((left + up) / 2),
                4 => (byte)Paeth(left, up, corner),
                _ => throw new InvalidDataException("unknown PNG filter"),
            };
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        int a = Math.Abs(guess - left), b = Math.Abs(guess - up), c = Math.Abs(guess - corner);
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        var chunk = new byte[12 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        name.CopyTo(chunk.AsSpan(4));
        body.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + body.Length), Crc(chunk.AsSpan(4, 4 + body.Length)));
        file.Write(chunk);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }

        return ~crc;
    }
}
