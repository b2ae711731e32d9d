using System.Buffers.Binary;
using System.Text.Json;
using PluginHost.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Files;

/// <summary>Reads and checks the header of a safetensors file: every byte of the data belongs to exactly one tensor.</summary>
internal sealed class SafetensorsHeader
{
    internal const int LengthBytes = 8;
    internal const string MetadataKey = "__metadata__";
    private const long Longest = 100_000_000;

    // In the order of the reference implementation, whose writer begins with the last: wide types first, so that all are aligned.
    private static readonly (string Name, ScalarType Type)[] s_types =
    [
        ("BOOL", ScalarType.Bool), ("U8", ScalarType.Byte), ("I8", ScalarType.Int8), ("I16", ScalarType.Int16),
        ("F16", ScalarType.Float16), ("BF16", ScalarType.BFloat16), ("I32", ScalarType.Int32), ("F32", ScalarType.Float32),
        ("C64", ScalarType.ComplexFloat32), ("F64", ScalarType.Float64), ("I64", ScalarType.Int64),
    ];

    private readonly string _source;

    private SafetensorsHeader(string source) => _source = source;

    internal Dictionary<string, SafetensorsEntry> Entries { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    internal static string NameOf(ScalarType type) => s_types[RankOf(type)].Name;

    /// <summary>The place of a type: tensors are written by falling rank, then by name.</summary>
    internal static int RankOf(ScalarType type) => Array.FindIndex(s_types, t => t.Type == type) is >= 0 and var rank
        ? rank
        : throw new NotSupportedException($"The safetensors format has no element type {type}. Convert the tensor first.");

    /// <summary>Reads the header at the start of a file, and where the data begins.</summary>
    internal static (SafetensorsHeader Header, long DataStart) Read(string source, Stream stream)
    {
        var header = new SafetensorsHeader(source);
        try
        {
            return (header, header.Read(stream));
        }
        catch (InvalidDataException exception) when (OtherKind(stream) is { } kind)
        {
            // That eight letters of a web page are no length helps nobody.
            var way = kind.Remedy is { } remedy ? " " + remedy : "";
            throw new InvalidDataException($"{source} is {kind.Name}, not a safetensors file.{way}", exception);
        }
    }

    private long Read(Stream stream)
    {
        var total = stream.Length;
        if (total < LengthBytes) throw Bad($"it has {total} bytes; the header's length alone takes {LengthBytes}");

        Span<byte> start = stackalloc byte[LengthBytes];
        stream.ReadExactly(start);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > Longest) throw Bad($"its header would be {length} bytes long, more than the {Longest} allowed");
        var left = total - LengthBytes;
        if ((long)length > left) throw Bad($"its header is {length} bytes long, but only {left} follow; the file was cut short");
        var json = new byte[length];
        stream.ReadExactly(json);
        Parse(json);
        CheckCover(left - (long)length);
        return LengthBytes + (long)length;
    }

    // What the file is, if it was never meant as safetensors.
    private static (string Name, string? Remedy)? OtherKind(Stream stream)
    {
        stream.Position = 0;
        var start = new byte[FileContents.Enough];
        var read = start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        var name = FileContents.Describe(read);
        return name == "a safetensors file" || name.StartsWith("binary data", StringComparison.Ordinal) ? null : (name, FileContents.Remedy(read));
    }

    internal InvalidDataException Bad(string reason, Exception? inner = null) =>
        new($"{_source} is no valid safetensors file: {reason}.", inner);

    private void Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Bad("its header is no JSON object");
            foreach (var property in document.RootElement.EnumerateObject()) Add(property.Name, property.Value);
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException or OverflowException)
        {
            throw Bad($"its header cannot be read ({e.Message.TrimEnd('.')})", e);
        }
    }

    private void Add(string name, JsonElement value)
    {
        if (string.Equals(name, MetadataKey, StringComparison.Ordinal))
        {
            foreach (var item in value.EnumerateObject()) Metadata[item.Name] = item.Value.GetString() ?? "";
            return;
        }

        var typeName = value.GetProperty("dtype").GetString() ?? "";
        var rank = Array.FindIndex(s_types, t => t.Name == typeName);
        if (rank < 0)
            throw Bad($"tensor '{name}' has element type '{typeName}'; known are {string.Join(", ", s_types.Select(t => t.Name))}");
        var type = s_types[rank].Type;

        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())];
        long[] range = [.. value.GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt64())];
        var sizes = string.Join(", ", shape);
        if (range.Length != 2 || range[0] < 0 || range[1] < range[0] || shape.Any(s => s < 0))
            throw Bad($"tensor '{name}' has shape [{sizes}] and data_offsets [{string.Join(", ", range)}]");
        var needed = shape.Aggregate((long)type.ElementSize(), (size, s) => checked(size * s));
        if (needed != range[1] - range[0])
            throw Bad($"tensor '{name}' of type {typeName} and shape [{sizes}] needs {needed} bytes, has {range[1] - range[0]}");
        if (!Entries.TryAdd(name, new SafetensorsEntry(name, type, shape, range[0], range[1])))
            throw Bad($"tensor '{name}' stands twice in its header");
    }

    private void CheckCover(long dataBytes)
    {
        var at = 0L;
        foreach (var entry in Entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != at)
            {
                throw Bad(
                    $"tensor '{entry.Name}' begins at byte {entry.Begin} of the data where {at} was expected (a gap or an overlap)");
            }

            at = entry.End;
        }

        if (at != dataBytes) throw Bad($"its tensors take {at} bytes, but {dataBytes} follow the header");
    }
}
