using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace TorchSharp.Extras;

/// <summary>Files of named tensors in the safetensors format: a length, a JSON header, and the elements, little-endian, in row
/// order.</summary>
public static class Safetensors
{
    private const int Chunk = 1 << 20;

    /// <summary>Writes tensors, wherever they lie, and texts. An existing file is replaced only once the new one is whole.</summary>
    /// <exception cref="NotSupportedException">An element type that the format lacks.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string,
        string>? metadata = null)
    {
        var partial = path + ".partial";
        try
        {
            using (var stream = File.Create(partial))
            {
                Write(stream, tensors, metadata);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Writes to a stream. Wide element types come first, so that every tensor is aligned.</summary>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string,
        string>? metadata = null)
    {
        var ordered = tensors.OrderByDescending(t => t.Value.ElementSize).ThenBy(t => t.Key, StringComparer.Ordinal).ToArray();
        var header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered)
        {
            WriteElements(stream, tensor);
        }
    }

    /// <summary>Reads all tensors into memory of their own.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message says where.</exception>
    public static Dictionary<string, Tensor> Read(string path)
    {
        using var file = Open(path);
        var result = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var name in file.Entries.Keys)
        {
            using var mapped = file.Tensor(name);
            result[name] = mapped.clone();
        }

        return result;
    }

    /// <summary>Opens a file without reading its elements.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message says where.</exception>
    public static SafetensorsFile Open(string path) => new(path);

    private static byte[] Header(KeyValuePair<string, Tensor>[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            var at = 0L;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsHeader.NameOf(tensor.dtype));
                WriteNumbers(json, "shape", tensor.shape);
                WriteNumbers(json, "data_offsets", [at, at + tensor.nbytes]);
                json.WriteEndObject();
                at += tensor.nbytes;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static unsafe void WriteElements(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var local = tensor.detach().cpu().contiguous();
        var data = (byte*)local.DataPointer();
        for (long at = 0, total = local.nbytes; at < total; at += Chunk)
        {
            stream.Write(new ReadOnlySpan<byte>(data + at, (int)Math.Min(Chunk, total - at)));
        }

        GC.KeepAlive(local);
    }
}
