using System.Text.Json;
using static TorchSharp.torch;

namespace TorchSharp.Extras;

/// <summary>Reads and checks the header of a safetensors file: every byte of the data belongs to exactly one tensor.</summary>
internal sealed class SafetensorsHeader
{
    internal const int LengthBytes = 8;
    private const long Longest = 100_000_000;

    private static readonly Dictionary<string, ScalarType> s_types = new(StringComparer.Ordinal)
    {
        ["BOOL"] = ScalarType.Bool,
        ["U8"] = ScalarType.Byte,
        ["I8"] = ScalarType.Int8,
        ["I16"] = ScalarType.Int16,
        ["I32"] = ScalarType.Int32,
        ["I64"] = ScalarType.Int64,
        ["F16"] = ScalarType.Float16,
        ["BF16"] = ScalarType.BFloat16,
        ["F32"] = ScalarType.Float32,
        ["F64"] = ScalarType.Float64,
        ["C64"] = ScalarType.ComplexFloat32,
    };

    private readonly string _source;

    private SafetensorsHeader(string source) => _source = source;

    internal Dictionary<string, SafetensorsEntry> Entries { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    internal static string NameOf(ScalarType type) =>
        s_types.FirstOrDefault(t => t.Value == type).Key ?? throw new NotSupportedException($"safetensors has no element type {type}.");

    /// <param name="source">The file's name, for messages.</param>
    /// <param name="start">The file's first eight bytes.</param>
    /// <param name="total">The file's length.</param>
    internal static long CheckLength(string source, ReadOnlySpan<byte> start, long total)
    {
        if (start.Length < LengthBytes)
        {
            throw Bad(source, $"it has {total} bytes; the header's length alone takes {LengthBytes}");
        }

        var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > Longest)
        {
            throw Bad(source, $"its header would be {length} bytes long, more than the {Longest} allowed");
        }

        var left = total - LengthBytes;
        return (long)length <= left
            ? (long)length
            : throw Bad(source, $"its header is {length} bytes long, but only {left} follow; the file was cut short");
    }

    internal static SafetensorsHeader Parse(string source, ReadOnlyMemory<byte> json, long dataBytes)
    {
        var header = new SafetensorsHeader(source);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Bad(source, "its header is no JSON object");
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                header.Add(property.Name, property.Value);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException or OverflowException)
        {
            throw Bad(source, $"its header cannot be read: {e.Message}", e);
        }

        header.CheckCover(dataBytes);
        return header;
    }

    private static InvalidDataException Bad(string source, string reason, Exception? inner = null) =>
        new($"{source} is no valid safetensors file: {reason}.", inner);

    private void Add(string name, JsonElement value)
    {
        if (string.Equals(name, "__metadata__", StringComparison.Ordinal))
        {
            foreach (var item in value.EnumerateObject())
            {
                Metadata[item.Name] = item.Value.GetString() ?? "";
            }

            return;
        }

        var typeName = value.GetProperty("dtype").GetString() ?? "";
        if (!s_types.TryGetValue(typeName, out var type))
        {
            throw Bad(_source, $"tensor '{name}' has element type '{typeName}'; known are {string.Join(", ", s_types.Keys)}");
        }

        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())];
        long[] range = [.. value.GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt64())];
        if (range.Length != 2 || range[0] < 0 || range[1] < range[0] || shape.Any(s => s < 0))
        {
            throw Bad(_source, $"tensor '{name}' has shape [{string.Join(", ", shape)}] and data_offsets [{string.Join(", ", range)}]");
        }

        var sizes = string.Join(", ", shape);
        var needed = shape.Aggregate((long)ElementSize(type), (size, s) => checked(size * s));
        if (needed != range[1] - range[0])
        {
            throw Bad(_source, $"tensor '{name}' of type {typeName} and shape [{sizes}] needs {needed} bytes, has {range[1] - range[0]}");
        }

        if (!Entries.TryAdd(name, new SafetensorsEntry(name, type, shape, range[0], range[1])))
        {
            throw Bad(_source, $"tensor '{name}' stands twice in its header");
        }
    }

    private void CheckCover(long dataBytes)
    {
        var at = 0L;
        foreach (var entry in Entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != at)
            {
                throw Bad(
                    _source,
                    $"tensor '{entry.Name}' begins at byte {entry.Begin} of the data where {at} was expected (a gap or an overlap)");
            }

            at = entry.End;
        }

        if (at != dataBytes)
        {
            throw Bad(_source, $"its tensors take {at} bytes, but {dataBytes} follow the header");
        }
    }
}
