using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Unmanaged room for the lists and texts of one call: the caller's stack when they are short, else native memory.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe ref struct ArgBuffer
{
    private readonly long* _words;
    private readonly long* _owned;

    internal ArgBuffer(ReadOnlySpan<Arg> args, long* stack, int stackWords)
    {
        var needed = 0L;
        foreach (ref readonly var arg in args)
        {
            needed += arg.Kind switch
            {
                ValueKind.Ints => ((long[])arg.Reference!).Length,
                ValueKind.Doubles => ((double[])arg.Reference!).Length,
                ValueKind.Bools => ((bool[])arg.Reference!).Length,
                ValueKind.Tensors or ValueKind.OptionalTensors => ((Tensor?[])arg.Reference!).Length,
                ValueKind.String => (Encoding.UTF8.GetByteCount((string)arg.Reference!) / sizeof(long)) + 1,
                _ => 0,
            };
        }

        _owned = needed > stackWords ? (long*)NativeMemory.Alloc((nuint)needed, sizeof(long)) : null;
        _words = _owned != null ? _owned : stack;
    }

    internal readonly void Dispose()
    {
        if (_owned != null)
        {
            NativeMemory.Free(_owned);
        }
    }

    /// <summary>Tensors and generators must outlive the call although only their native handles take part in it.</summary>
    internal static void KeepAlive(ReadOnlySpan<Arg> args)
    {
        foreach (ref readonly var arg in args)
        {
            GC.KeepAlive(arg.Reference);
        }
    }

    internal readonly void Fill(ReadOnlySpan<Arg> args, NativeValue* values)
    {
        var next = _words;
        for (var i = 0; i < args.Length; i++)
        {
            ref readonly var arg = ref args[i];
            var value = new NativeValue { Kind = arg.Kind, A = arg.A, B = arg.B };
            switch (arg.Kind)
            {
                case ValueKind.Tensor:
                    value.A = ((Tensor)arg.Reference!).Handle;
                    break;
                case ValueKind.Generator:
                    value.A = ((Generator)arg.Reference!).Handle;
                    break;
                case ValueKind.Ints or ValueKind.Doubles or ValueKind.Bools or ValueKind.String:
                case ValueKind.Tensors or ValueKind.OptionalTensors:
                    value.A = (long)next;
                    value.B = Copy(arg, ref next);
                    break;
                default:
                    break;
            }

            values[i] = value;
        }
    }

    private static long Copy(in Arg arg, ref long* next)
    {
        switch (arg.Reference)
        {
            case long[] ints:
                ints.CopyTo(new Span<long>(next, ints.Length));
                next += ints.Length;
                return ints.Length;
            case double[] reals:
                MemoryMarshal.Cast<double, long>(reals).CopyTo(new Span<long>(next, reals.Length));
                next += reals.Length;
                return reals.Length;
            case bool[] flags:
                foreach (var flag in flags)
                {
                    *next++ = flag ? 1 : 0;
                }

                return flags.Length;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text, new Span<byte>(next, Encoding.UTF8.GetByteCount(text)));
                next += (bytes / sizeof(long)) + 1;
                return bytes;
            default:
                var tensors = (Tensor?[])arg.Reference!;
                foreach (var tensor in tensors)
                {
                    *next++ = tensor is null ? 0 : tensor.Handle;
                }

                return tensors.Length;
        }
    }
}
