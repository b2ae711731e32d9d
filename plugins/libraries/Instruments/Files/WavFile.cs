using System.Buffers.Binary;

namespace PluginHost.Instruments.Files;

/// <summary>Reads RIFF/WAVE (PCM 8, 16, 24, 32 bit and 32 bit float, any channel count, mixed to mono) and writes mono 16 bit.</summary>
public static class WavFile
{
    public static void Write(string path, ReadOnlySpan<float> samples, int rate) => File.WriteAllBytes(path, Encode(samples, rate));

    public static byte[] Encode(ReadOnlySpan<float> samples, int rate)
    {
        var bytes = new byte[44 + (2 * samples.Length)];
        var span = bytes.AsSpan();
        "RIFF"u8.CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[4..], bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(span[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(span[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(span[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(span[24..], rate);
        BinaryPrimitives.WriteInt32LittleEndian(span[28..], rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(span[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(span[34..], 16);
        "data"u8.CopyTo(span[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(span[40..], 2 * samples.Length);
        for (var i = 0; i < samples.Length; i++)
        {
            var value = (short)Math.Clamp((int)Math.Round(samples[i] * 32767.0), -32768, 32767);
            BinaryPrimitives.WriteInt16LittleEndian(span[(44 + (2 * i))..], value);
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">Not a WAVE file, cut short, or in a coding other than the ones named above.</exception>
    public static (float[] Samples, int Rate) Read(string path) => Decode(File.ReadAllBytes(path));

    /// <inheritdoc cref="Read"/>
    public static (float[] Samples, int Rate) Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 12 || !bytes[..4].SequenceEqual("RIFF"u8) || !bytes[8..12].SequenceEqual("WAVE"u8))
            throw new InvalidDataException("not a RIFF/WAVE file");
        var (coding, channels, rate, bits) = (0, 0, 0, 0);
        for (var place = 12; place + 8 <= bytes.Length;)
        {
            var name = bytes.Slice(place, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(place + 4)..]);
            var rest = bytes[(place + 8)..];
            if (name.SequenceEqual("fmt "u8))
            {
                if (length < 16 || rest.Length < 16) throw new InvalidDataException("the fmt chunk is cut short");
                coding = BinaryPrimitives.ReadUInt16LittleEndian(rest);
                channels = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
                rate = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
                bits = BinaryPrimitives.ReadUInt16LittleEndian(rest[14..]);
                if (coding == 0xFFFE && rest.Length >= 26) coding = BinaryPrimitives.ReadUInt16LittleEndian(rest[24..]);
            }
            else if (name.SequenceEqual("data"u8))
            {
                if (channels < 1 || rate < 1) throw new InvalidDataException("the data chunk comes before the fmt chunk");
                // Streaming writers leave the length open (0xFFFFFFFF): then the data runs to the end of the file.
                if (length < 0xFFFFFFF0 && length > rest.Length)
                    throw new InvalidDataException($"cut short: {length} bytes of audio announced, {rest.Length} there");
                return (Mono(rest[..(int)Math.Min(length, (uint)rest.Length)], coding, channels, bits), rate);
            }

            place = (int)Math.Min(int.MaxValue - 16L, place + 8L + length + (length & 1));
        }

        throw new InvalidDataException("no data chunk");
    }

    private static float[] Mono(ReadOnlySpan<byte> data, int coding, int channels, int bits)
    {
        if (!((coding == 1 && bits is 8 or 16 or 24 or 32) || (coding == 3 && bits == 32)))
            throw new InvalidDataException(string.Create(null, $"coding {coding} with {bits} bits is not read; convert to 16 bit PCM"));
        var width = bits / 8;
        var samples = new float[data.Length / (width * channels)];
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0.0;
            for (var channel = 0; channel < channels; channel++)
            {
                var cell = data.Slice(((i * channels) + channel) * width, width);
                sum += (coding, bits) switch
                {
                    (1, 8) => (cell[0] - 128) / 128.0,
                    (1, 16) => BinaryPrimitives.ReadInt16LittleEndian(cell) / 32768.0,
                    (1, 24) => ((cell[0] << 8) | (cell[1] << 16) | (cell[2] << 24)) / 2147483648.0,
                    (1, 32) => BinaryPrimitives.ReadInt32LittleEndian(cell) / 2147483648.0,
                    _ => BinaryPrimitives.ReadSingleLittleEndian(cell),
                };
            }

            samples[i] = (float)(sum / channels);
        }

        return samples;
    }
}
