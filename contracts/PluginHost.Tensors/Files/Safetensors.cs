using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using PluginHost.Tensors.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>Files of named tensors in the safetensors format: a length, a JSON header, and the elements, little-endian, in row
/// order.</summary>
public static class Safetensors
{
    // As the reference writes texts: only quotes, backslashes and control characters are escaped.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes tensors, wherever they lie, and texts. An existing file is replaced only once the new one is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Names and tensors; strided, offset and shared ones are written as separate row-major arrays.</param>
    /// <param name="metadata">Texts that readers get beside the tensors.</param>
    /// <exception cref="NotSupportedException">An element type that the format lacks.</exception>
    /// <exception cref="ArgumentException">A name that stands twice, or the one that the format keeps for the texts.</exception>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
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

    /// <summary>Writes to a stream, a piece at a time. The bytes are those that the reference writer gives.</summary>
    /// <param name="stream">Where the file is written; it is left open.</param>
    /// <param name="tensors">Names and tensors.</param>
    /// <param name="metadata">Texts that readers get beside the tensors.</param>
    /// <exception cref="NotSupportedException">An element type that the format lacks.</exception>
    /// <exception cref="ArgumentException">A name that stands twice, or the one that the format keeps for the texts.</exception>
    public static void Write(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors
            .OrderByDescending(t => SafetensorsHeader.RankOf(t.Value.dtype))
            .ThenBy(t => t.Key, StringComparer.Ordinal).ToArray();
        CheckNames(ordered);
        var header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered) TensorBytes.Write(stream, tensor);
    }

    /// <summary>Reads all tensors into memory of their own.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message says where.</exception>
    public static Dictionary<string, Tensor> Read(string path)
    {
        using var file = Open(path);
        var result = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var name in file.Entries.Keys) result[name] = file.Tensor(name);
        return result;
    }

    /// <summary>Opens a file without reading its elements.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message says where.</exception>
    public static SafetensorsFile Open(string path) => new(path);

    private static void CheckNames(KeyValuePair<string, Tensor>[] tensors)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        if (Array.Find(tensors, t => !names.Add(t.Key)) is { Key: { } name })
            throw new ArgumentException($"Two tensors have the name '{name}', or it is reserved.");
    }

    private static byte[] Header(KeyValuePair<string, Tensor>[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);

                json.WriteEndObject();
            }

            var at = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var end = at + tensor.Size();
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsHeader.NameOf(tensor.dtype));
                WriteNumbers(json, "shape", tensor.shape);
                WriteNumbers(json, "data_offsets", [at, end]);
                json.WriteEndObject();
                at = end;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);

        json.WriteEndArray();
    }
}
