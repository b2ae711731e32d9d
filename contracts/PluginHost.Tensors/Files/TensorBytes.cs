using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Files;

/// <summary>
/// The elements of a tensor as bytes, a piece at a time: the length of a span is an int, and a tensor may be longer. Over
/// <see cref="Tensor.bytes"/>, since <c>storage&lt;byte&gt;()</c> converts the element type and writes beyond the memory.
/// </summary>
internal static class TensorBytes
{
    private const long Piece = 1 << 22;

    /// <summary>Looks at the bytes of a piece, or puts them into another order.</summary>
    internal delegate void Check(Span<byte> piece);

    /// <summary>The bytes of all elements.</summary>
    internal static long Size(this Tensor tensor) => tensor.NumberOfElements * tensor.ElementSize;

    /// <summary>Writes the elements in row order, whatever the strides and the device.</summary>
    internal static void Write(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var local = tensor.detach().cpu().contiguous().view(-1);
        var size = local.ElementSize;
        for (long at = 0, total = local.NumberOfElements; at < total; at += Piece / size)
        {
            using var piece = local.narrow(0, at, Math.Min(Piece / size, total - at));
            stream.Write(piece.bytes);
        }
    }

    /// <summary>Reads a new tensor on the CPU. The caller has checked that the stream has that many bytes.</summary>
    /// <exception cref="EndOfStreamException">It has fewer after all.</exception>
    internal static Tensor Read(Stream stream, long[] shape, ScalarType type, Check? check = null)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var tensor = empty(shape, type, CPU);
        var flat = tensor.view(-1);
        for (long at = 0, total = flat.NumberOfElements, step = Piece / type.ElementSize(); at < total; at += step)
        {
            using var piece = flat.narrow(0, at, Math.Min(step, total - at));
            stream.ReadExactly(piece.bytes);
            check?.Invoke(piece.bytes);
        }

        return tensor.MoveToOuterDisposeScope();
    }
}
