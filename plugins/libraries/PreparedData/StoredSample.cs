using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace PluginHost.PreparedData;

/// <summary>A tensor as it is stored: its elements in C order, lowest byte first, as <c>numpy.frombuffer</c> reads them.</summary>
/// <param name="Name">Its name in the sample; see <see cref="SampleKeys"/>.</param>
/// <param name="Type">The element type in numpy's words, such as <c>float32</c>.</param>
/// <param name="Shape">The sizes, outermost first.</param>
/// <param name="Encoding"><c>raw</c>, or <c>zlib</c> for bytes that <c>zlib.decompress</c> takes.</param>
/// <param name="Digest">SHA-256 of the elements before they were compressed.</param>
/// <param name="Data">The bytes.</param>
public sealed record StoredTensor(string Name, string Type, IReadOnlyList<long> Shape, string Encoding, byte[] Digest, byte[] Data)
{
    internal const string Raw = "raw";
    internal const string Zlib = "zlib";

    // What saves less is not worth the time that reading takes.
    private const double WorthWhile = 0.9;

    private static readonly Dictionary<ScalarType, string> s_names = new()
    {
        [ScalarType.Byte] = "uint8",
        [ScalarType.Int8] = "int8",
        [ScalarType.Int16] = "int16",
        [ScalarType.Int32] = "int32",
        [ScalarType.Int64] = "int64",
        [ScalarType.Float16] = "float16",
        [ScalarType.Float32] = "float32",
        [ScalarType.Float64] = "float64",
        [ScalarType.Bool] = "bool",
    };

    private static readonly Dictionary<string, ScalarType> s_types = s_names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Takes a tensor's elements. Bytes, which are pictures, are compressed where that saves a tenth or more.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor, on the CPU; left as it is.</param>
    /// <exception cref="JobException">Its element type has no name in numpy.</exception>
    public static StoredTensor Of(string name, Tensor tensor)
    {
        if (!s_names.TryGetValue(tensor.dtype, out var type))
        {
            throw new JobException(new Finding
            {
                Code = "STO0009",
                What = $"'{name}' has elements of the type {tensor.dtype}, which no prepared sample can hold",
                Expected = string.Join(", ", s_types.Keys.Order(StringComparer.Ordinal)),
            });
        }

        using var whole = tensor.contiguous();
        var elements = whole.bytes;
        var digest = SHA256.HashData(elements);
        if (tensor.dtype == ScalarType.Byte && Compressed(elements) is { } small) return new(name, type, tensor.shape, Zlib, digest, small);
        return new(name, type, tensor.shape, Raw, digest, elements.ToArray());
    }

    /// <summary>The number of bytes that its elements take in memory; -1 where type or shape make no sense.</summary>
    internal static long Size(string type, IReadOnlyList<long> shape)
    {
        if (!s_types.TryGetValue(type, out var element)) return -1;
        var size = element.ElementSize();
        var total = (long)size;
        foreach (var side in shape)
        {
            if (side < 0 || (side > 0 && total > Array.MaxLength / side)) return -1;
            total *= side;
        }

        return total;
    }

    /// <summary>Makes a tensor of bytes as they were stored.</summary>
    /// <param name="type">The element type in numpy's words.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="encoding">How the bytes are stored.</param>
    /// <param name="digest">SHA-256 of the elements.</param>
    /// <param name="data">The bytes.</param>
    /// <returns>The tensor, owned by the caller; <see langword="null"/> where the bytes are not those that were written.</returns>
    internal static Tensor? Restore(string type, IReadOnlyList<long> shape, string encoding, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> data)
    {
        var size = Size(type, shape);
        if (size < 0 || (encoding == Raw && data.Length != size)) return null;
        var tensor = empty([.. shape], s_types[type]);
        var elements = tensor.bytes;
        Span<byte> found = stackalloc byte[SHA256.HashSizeInBytes];
        var whole = encoding == Raw ? data.TryCopyTo(elements) : encoding == Zlib && Expand(data, elements);
        if (whole)
        {
            SHA256.HashData(elements, found);
            if (found.SequenceEqual(digest)) return tensor;
        }

        tensor.Dispose();
        return null;
    }

    private static byte[]? Compressed(ReadOnlySpan<byte> elements)
    {
        using var packed = new MemoryStream(elements.Length / 2);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(elements);
        return packed.Length <= elements.Length * WorthWhile ? packed.ToArray() : null;
    }

    private static bool Expand(ReadOnlySpan<byte> data, Span<byte> elements)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
            return zlib.ReadAtLeast(elements, elements.Length, throwOnEndOfStream: false) == elements.Length && zlib.ReadByte() < 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}

/// <summary>What is stored of a sample; made on any thread.</summary>
/// <param name="Tensors">Its tensors in their order.</param>
/// <param name="Texts">Its texts by name.</param>
/// <param name="Seconds">How long its sound lasts; <see langword="null"/> if it has none.</param>
public sealed record StoredSample(IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Texts, double? Seconds)
{
    /// <summary>The bytes that its tensors take in the file.</summary>
    public long Bytes => Tensors.Sum(tensor => (long)tensor.Data.Length);

    internal string TextsJson => JsonSerializer.Serialize(Texts.ToDictionary(StringComparer.Ordinal), StoreJson.Default.DictionaryStringString);

    /// <summary>Takes a sample.</summary>
    /// <param name="sample">The sample; left as it is.</param>
    /// <param name="info">Facts about its data set.</param>
    /// <exception cref="JobException">An element type has no name in numpy.</exception>
    public static StoredSample Of(Sample sample, DatasetInfo info) => new(
        [.. sample.Tensors.Select(pair => StoredTensor.Of(pair.Key, pair.Value))],
        sample.Texts,
        info.AudioRate > 0 && sample.Tensors.TryGetValue(SampleKeys.Audio, out var audio) ? audio.numel() / (double)info.AudioRate : null);
}
