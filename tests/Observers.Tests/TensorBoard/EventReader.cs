using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace PluginHost.Tests.Observers.TensorBoard;

/// <summary>A scalar as TensorBoard reads it.</summary>
internal sealed record Scalar(string Tag, float Value, long Step, double Time);

/// <summary>
/// Reads event files by their published format alone: TFRecord frames (length, masked CRC-32C, data, masked CRC-32C), each of which holds a
/// protocol buffer Event (1 wall time, 2 step, 5 summary) with values (1 tag, 2 simple value).
/// </summary>
internal static class EventReader
{
    public static Scalar[] Read(string folder) =>
        [.. Directory.GetFiles(folder, "*tfevents*").Order(StringComparer.Ordinal).SelectMany(file => Records(File.ReadAllBytes(file))).SelectMany(Scalars)];

    private static IEnumerable<byte[]> Records(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at, 8));
            Masked(file.AsSpan(at, 8)).ShouldBe(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8, 4)));
            var data = file.AsSpan(at + 12, length).ToArray();
            Masked(data).ShouldBe(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length, 4)));
            yield return data;
            at += 16 + length;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = ~0u;
        foreach (var value in data) crc = BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return BitOperations.RotateRight(crc, 15) + 0xa282ead8u;
    }

    private static IEnumerable<Scalar> Scalars(byte[] record)
    {
        var fields = Fields(record).ToArray();
        var time = BitConverter.ToDouble(fields.Single(field => field.Number == 1).Bytes);
        var step = fields.Where(field => field.Number == 2).Select(field => field.Varint).SingleOrDefault();
        foreach (var summary in fields.Where(field => field.Number == 5))
        {
            foreach (var value in Fields(summary.Bytes).Where(field => field.Number == 1))
            {
                var parts = Fields(value.Bytes).ToArray();
                var tag = Encoding.UTF8.GetString(parts.Single(part => part.Number == 1).Bytes);
                // Zero is not written.
                var number = parts.Where(part => part.Number == 2).Select(part => BitConverter.ToSingle(part.Bytes)).SingleOrDefault();
                yield return new(tag, number, step, time);
            }
        }
    }

    private static IEnumerable<(int Number, byte[] Bytes, long Varint)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0: yield return ((int)(key >> 3), [], Varint(message, ref at)); break;
                case 1: yield return ((int)(key >> 3), message[at..(at += 8)], 0); break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return ((int)(key >> 3), message[at..(at += length)], 0);
                    break;
                case 5: yield return ((int)(key >> 3), message[at..(at += 4)], 0); break;
                default: throw new InvalidDataException($"wire type {key & 7}");
            }
        }
    }

    private static long Varint(byte[] message, ref int at)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}
