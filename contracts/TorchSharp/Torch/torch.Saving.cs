namespace TorchSharp;

public static partial class torch
{
    /// <summary>Writes one tensor: element type, dimensions (as 7-bit groups) and the elements in row order.</summary>
    public static void save(Tensor t, string location) => t.save(location);

    /// <exception cref="InvalidDataException">The file is no saved tensor, or it ends early.</exception>
    public static Tensor load(string location) => Tensor.load(location);

    public static void save(Tensor t, Stream stream) => t.save(stream);

    public static Tensor load(Stream stream) => Tensor.load(stream);

    public partial class Tensor
    {
        private const int Chunk = 1 << 20;

        public void save(string location)
        {
            using var stream = File.Create(location);
            save(stream);
        }

        public void save(Stream stream)
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            Save(writer);
        }

        /// <summary>Writes the tensor, wherever it lies, to a stream that other values may share.</summary>
        public unsafe void Save(BinaryWriter writer)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var local = detach().cpu().contiguous();
            writer.Write7BitEncodedInt((int)local.dtype);
            writer.Write7BitEncodedInt((int)local.ndim);
            foreach (var size in local.shape)
            {
                writer.Write7BitEncodedInt64(size);
            }

            var data = (byte*)local.DataPointer();
            for (long at = 0, total = local.nbytes; at < total; at += Chunk)
            {
                writer.Write(new ReadOnlySpan<byte>(data + at, (int)Math.Min(Chunk, total - at)));
            }

            GC.KeepAlive(local);
        }

        public static Tensor load(string location)
        {
            using var stream = File.OpenRead(location);
            return load(stream);
        }

        public static Tensor load(Stream stream)
        {
            using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            return Load(reader);
        }

        /// <summary>Reads what <see cref="Save"/> wrote.</summary>
        /// <exception cref="InvalidDataException">The bytes are no saved tensor.</exception>
        public static unsafe Tensor Load(BinaryReader reader)
        {
            var (type, sizes) = ReadHeader(reader);
            var tensor = empty(sizes, type, CPU);
            try
            {
                var data = (byte*)tensor.DataPointer();
                for (long at = 0, total = tensor.nbytes; at < total; at += Chunk)
                {
                    reader.BaseStream.ReadExactly(new Span<byte>(data + at, (int)Math.Min(Chunk, total - at)));
                }

                return tensor;
            }
            catch (EndOfStreamException e)
            {
                tensor.Dispose();
                throw new InvalidDataException("The saved tensor ends early.", e);
            }
        }

        private static (ScalarType Type, long[] Sizes) ReadHeader(BinaryReader reader)
        {
            try
            {
                var type = reader.Read7BitEncodedInt();
                var dimensions = reader.Read7BitEncodedInt();
                if (type is < 0 or > 127 || !Enum.IsDefined((ScalarType)type) || dimensions is < 0 or > 64)
                {
                    throw new InvalidDataException($"No saved tensor: element type {type}, {dimensions} dimensions.");
                }

                var sizes = new long[dimensions];
                var needed = (long)torch.ElementSize((ScalarType)type);
                for (var d = 0; d < dimensions; d++)
                {
                    sizes[d] = reader.Read7BitEncodedInt64();
                    needed = sizes[d] < 0 ? throw new InvalidDataException("No saved tensor: a negative size.")
                        : checked(needed * sizes[d]);
                }

                if (reader.BaseStream.CanSeek && needed > reader.BaseStream.Length - reader.BaseStream.Position)
                {
                    throw new InvalidDataException($"The saved tensor ends early: it needs {needed} bytes more than its header.");
                }

                return ((ScalarType)type, sizes);
            }
            catch (Exception e) when (e is EndOfStreamException or FormatException or OverflowException)
            {
                throw new InvalidDataException("The saved tensor's header is damaged.", e);
            }
        }
    }
}
