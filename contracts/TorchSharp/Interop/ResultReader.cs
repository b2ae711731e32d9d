using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Turns the flat results of a call into managed values.</summary>
internal static class ResultReader
{
    internal static object?[] Read(ReadOnlySpan<NativeValue> flat)
    {
        var values = new List<object?>();
        for (var i = 0; i < flat.Length; i++)
        {
            var value = flat[i];
            if (value.Kind is ValueKind.Tensors or ValueKind.Ints or ValueKind.Doubles or ValueKind.Bools)
            {
                var count = (int)value.B;
                values.Add(ReadList(value.Kind, flat.Slice(i + 1, count)));
                i += count;
            }
            else
            {
                values.Add(ReadOne(value));
            }
        }

        return [.. values];
    }

    private static Array ReadList(ValueKind kind, ReadOnlySpan<NativeValue> items)
    {
        Array list = kind switch
        {
            ValueKind.Tensors => new Tensor?[items.Length],
            ValueKind.Ints => new long[items.Length],
            ValueKind.Doubles => new double[items.Length],
            _ => new bool[items.Length],
        };
        for (var i = 0; i < items.Length; i++)
        {
            list.SetValue(ReadOne(items[i]), i);
        }

        return list;
    }

    private static unsafe object? ReadOne(in NativeValue value) => value.Kind switch
    {
        ValueKind.Tensor => Tensor.Take((IntPtr)value.A),
        ValueKind.Int => value.A,
        ValueKind.Double => BitConverter.Int64BitsToDouble(value.A),
        ValueKind.Bool => value.A != 0,
        ValueKind.Complex => new Complex(BitConverter.Int64BitsToDouble(value.A), BitConverter.Int64BitsToDouble(value.B)),
        ValueKind.String => System.Text.Encoding.UTF8.GetString((byte*)value.A, (int)value.B),
        ValueKind.Device => new Device((DeviceType)value.A, (int)value.B),
        _ => null,
    };
}
