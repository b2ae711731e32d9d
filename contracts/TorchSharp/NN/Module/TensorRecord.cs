using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor in a binary stream: type, number of dimensions and sizes as variable-length integers, then the raw bytes.</summary>
internal static class TensorRecord
{
    internal static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var plain = tensor.detach().cpu().contiguous();
        writer.Write7BitEncodedInt64((long)plain.dtype);
        writer.Write7BitEncodedInt64(plain.shape.Length);
        foreach (var size in plain.shape)
        {
            writer.Write7BitEncodedInt64(size);
        }

        writer.Write(plain.bytes);
    }

    internal static Tensor Read(BinaryReader reader)
    {
        var dtype = (ScalarType)reader.Read7BitEncodedInt64();
        var shape = new long[reader.Read7BitEncodedInt64()];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = reader.Read7BitEncodedInt64();
        }

        var tensor = empty(shape, dtype: dtype);
        reader.BaseStream.ReadExactly(tensor.bytes);
        return tensor;
    }
}
