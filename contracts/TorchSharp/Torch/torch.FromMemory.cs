using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Copies a managed array of any rank, keeping its shape.</summary>
    /// <exception cref="ArgumentException">The element type has no tensor form.</exception>
    public static unsafe Tensor from_array(Array rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null)
    {
        var type = ElementOf(rawArray);
        var sizes = new long[rawArray.Rank];
        for (var d = 0; d < sizes.Length; d++)
        {
            sizes[d] = rawArray.GetLongLength(d);
        }

        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(rawArray))
        {
            return Place(Copy(data, rawArray.LongLength * ElementSize(type), sizes, type), dtype, device, requires_grad);
        }
    }

    /// <summary>Copies <paramref name="count"/> elements (all, if negative) of an array from element <paramref name="offset"/>
    /// on.</summary>
    public static unsafe Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false,
        Device? device = null)
    {
        var size = ElementSize(ElementOf(rawArray));
        count = count < 0 ? rawArray.LongLength - offset : count;
        if (offset < 0 || offset + count > rawArray.LongLength)
        {
            throw new ArgumentOutOfRangeException(nameof(count),
                $"{count} elements from {offset} on do not lie within {rawArray.LongLength}.");
        }

        var bytes = count * size;
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(rawArray))
        {
            var copied = Copy(data + (offset * size), bytes, [bytes / ElementSize(dtype)], dtype);
            return Place(copied, null, device, requires_grad);
        }
    }

    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    internal static unsafe Tensor Make<T>(ReadOnlySpan<T> values, long[] sizes, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged
    {
        var type = Tensor.TypeOf(typeof(T)) ?? throw new ArgumentException($"Elements of type {typeof(T)} have no tensor form.");
        fixed (T* data = values)
        {
            return Place(Copy((byte*)data, (long)values.Length * sizeof(T), sizes, type), dtype, device, requiresGrad);
        }
    }

    private static Tensor Make<T>(T[] values, long[] sizes, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged => Make((ReadOnlySpan<T>)values, sizes, dtype, device, requiresGrad);

    private static Tensor Make<T>(Span<T> values, long[] sizes, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged => Make((ReadOnlySpan<T>)values, sizes, dtype, device, requiresGrad);

    private static Tensor Make<T>(IList<T> values, long[] sizes, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged => values switch
        {
            T[] array => Make((ReadOnlySpan<T>)array, sizes, dtype, device, requiresGrad),
            List<T> list => Make((ReadOnlySpan<T>)CollectionsMarshal.AsSpan(list), sizes, dtype, device, requiresGrad),
            _ => Make((ReadOnlySpan<T>)values.ToArray(), sizes, dtype, device, requiresGrad),
        };

    internal static unsafe Tensor Copy(byte* data, long bytes, long[] sizes, ScalarType type)
    {
        IntPtr handle;
        fixed (long* s = sizes)
        {
            NativeError.Check(Native.ph_tensor_from_copy(data, bytes, s, sizes.Length, (int)type, &handle), "torch.tensor");
        }

        return Tensor.Take(handle);
    }

    private static Tensor Place(Tensor tensor, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        var target = Options.At(device);
        var type = dtype ?? tensor.dtype;
        if (target.type != DeviceType.CPU || type != tensor.dtype)
        {
            tensor = tensor.to(type, target, disposeAfter: true);
        }

        return Options.Finish(tensor, requiresGrad);
    }

    private static ScalarType ElementOf(Array array) =>
        Tensor.TypeOf(array.GetType().GetElementType()!)
        ?? throw new ArgumentException($"Elements of type {array.GetType().GetElementType()} have no tensor form.", nameof(array));
}
