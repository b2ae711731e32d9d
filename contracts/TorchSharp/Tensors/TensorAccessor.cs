using System.Collections;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a tensor in main memory, in row order, whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly Tensor _tensor;
    private readonly T* _data;
    private readonly long[] _sizes;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        _tensor = tensor;
        _data = (T*)tensor.DataPointer();
        _sizes = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>The element at an index per dimension; with a single index, the element at that place in row order.</summary>
    public T this[params long[] indices]
    {
        get
        {
            var value = _data[Offset(indices)];
            GC.KeepAlive(_tensor);
            return value;
        }

        set
        {
            _data[Offset(indices)] = value;
            GC.KeepAlive(_tensor);
        }
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>A managed array of the tensor's rank (up to 6) holding a copy.</summary>
    public Array ToNDArray()
    {
        var result = Array.CreateInstance(typeof(T), _sizes);
        var flat = ToArray();
        if (flat.Length > 0)
        {
            var bytes = MemoryMarshal.AsBytes(flat.AsSpan());
            bytes.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(result), bytes.Length));
        }

        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(arrayIndex), tensorIndex);

    public void CopyTo(Span<T> target, long tensorIndex = 0)
    {
        var count = checked((int)(Count - tensorIndex));
        if (count > target.Length)
        {
            throw new ArgumentException($"{count} elements do not fit into {target.Length}.", nameof(target));
        }

        if (_contiguous)
        {
            new ReadOnlySpan<T>(_data + tensorIndex, count).CopyTo(target);
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                target[i] = _data[FlatOffset(tensorIndex + i)];
            }
        }

        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(arrayIndex), tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> source, long tensorIndex = 0)
    {
        if (source.Length > Count - tensorIndex)
        {
            throw new ArgumentException($"{source.Length} elements do not fit into {Count - tensorIndex}.", nameof(source));
        }

        for (var i = 0; i < source.Length; i++)
        {
            _data[FlatOffset(tensorIndex + i)] = source[i];
        }

        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0L; i < Count; i++)
        {
            yield return At(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
    }

    private T At(long index)
    {
        var value = _data[FlatOffset(index)];
        GC.KeepAlive(_tensor);
        return value;
    }

    private long FlatOffset(long index)
    {
        if (_contiguous)
        {
            return index;
        }

        var offset = 0L;
        for (var d = _sizes.Length - 1; d >= 0; d--)
        {
            (index, var place) = Math.DivRem(index, _sizes[d]);
            offset += place * _strides[d];
        }

        return offset;
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[0]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[0], Count);
            return FlatOffset(indices[0]);
        }

        if (indices.Length != _sizes.Length)
        {
            throw new ArgumentException($"The tensor has {_sizes.Length} dimensions, got {indices.Length} indices.", nameof(indices));
        }

        var offset = 0L;
        for (var d = 0; d < indices.Length; d++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[d]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[d], _sizes[d]);
            offset += indices[d] * _strides[d];
        }

        return offset;
    }
}
