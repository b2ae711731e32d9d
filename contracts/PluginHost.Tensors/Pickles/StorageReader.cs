using static TorchSharp.torch;

namespace PluginHost.Tensors.Pickles;

/// <summary>Reads storages once each, and makes tensors that lie within them.</summary>
internal sealed class StorageReader(TensorArchive archive, PickleFault fault)
{
    /// <summary>As many dimensions as libtorch knows.</summary>
    internal const int MostDimensions = 64;

    private const int MostTensors = 200_000;
    private const long MostElements = 1L << 36;
    private readonly Dictionary<string, PickledStorage> _storages = new(StringComparer.Ordinal);
    private int _tensors;

    /// <summary>The storage of a key, read on first use.</summary>
    internal PickledStorage Take(string key, ScalarType type, long count)
    {
        var name = PickleFault.Printable(key);
        if (_storages.TryGetValue(key, out var known))
        {
            return known.Elements.dtype == type && known.Elements.numel() == count
                ? known
                : throw fault.Of($"storage '{name}' is {known.Elements.numel()} x {known.Elements.dtype} and also {count} x {type}");
        }

        if (count < 0 || count > MostElements) throw fault.Of($"storage '{name}' would have {count} elements");
        return _storages[key] = new(key, archive.Elements(key, type, count));
    }

    /// <summary>A tensor over part of a storage.</summary>
    internal Tensor View(PickledStorage storage, long offset, long[] sizes, long[] strides)
    {
        if (sizes.Length != strides.Length || offset < 0 || sizes.Any(s => s < 0) || strides.Any(s => s < 0))
            throw fault.Of($"a tensor has {Words(offset, sizes, strides)}");
        if (++_tensors > MostTensors) throw fault.Of($"it holds more than {MostTensors} tensors");
        var have = storage.Elements.numel();
        var (count, last) = Extent(offset, sizes, strides);
        if (count > MostElements || last >= have || (count == 0 && offset > have))
        {
            throw fault.Of(
                $"a tensor with {Words(offset, sizes, strides)} reaches beyond its storage '{PickleFault.Printable(storage.Key)}' "
                + $"of {have} elements");
        }

        return storage.Elements.as_strided(sizes, strides, offset);
    }

    private static string Words(long offset, long[] sizes, long[] strides) =>
        $"offset {offset}, sizes [{string.Join(", ", sizes)}] and strides [{string.Join(", ", strides)}]";

    // The number of elements and the place of the last one (-1 without any), in 128 bits, where 64 dimensions cannot overflow unnoticed.
    private static (Int128 Count, Int128 Last) Extent(long offset, long[] sizes, long[] strides)
    {
        if (sizes.Contains(0)) return (0, -1);

        Int128 count = 1;
        Int128 last = offset;
        for (var i = 0; i < sizes.Length; i++)
        {
            count = count > MostElements ? count : count * sizes[i];
            last += (Int128)(sizes[i] - 1) * strides[i];
        }

        return (count, last);
    }
}
