using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Extras;

/// <summary>
/// An open safetensors file. Its tensors are pages of the file, read when they are touched; changing one changes memory only, never the
/// file.
/// Tensors taken from it stay valid after it is disposed. The file must not be cut short while they live.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;

    internal SafetensorsFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var length = stream.Length;
        var start = new byte[Math.Min(length, SafetensorsHeader.LengthBytes)];
        stream.ReadExactly(start);
        var json = new byte[SafetensorsHeader.CheckLength(path, start, length)];
        stream.ReadExactly(json);
        _dataStart = SafetensorsHeader.LengthBytes + json.Length;
        _header = SafetensorsHeader.Parse(path, json, length - _dataStart);
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.CopyOnWrite);
    }

    /// <summary>The tensors in the file, by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The texts that the writer put beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>One tensor, over the file's pages.</summary>
    /// <exception cref="KeyNotFoundException">The file has no tensor of that name.</exception>
    public Tensor Tensor(string name)
    {
        if (!_header.Entries.TryGetValue(name, out var entry))
        {
            throw new KeyNotFoundException($"The file has no tensor '{name}'. It has: {string.Join(", ", _header.Entries.Keys.Take(20))}");
        }

        var memory = _view.SafeMemoryMappedViewHandle;
        var held = false;
        memory.DangerousAddRef(ref held);
        try
        {
            var data = (byte*)memory.DangerousGetHandle() + _view.PointerOffset + _dataStart + entry.Begin;
            long[] sizes = [.. entry.Shape];
            if (entry.End == entry.Begin || (nint)data % Math.Min(torch.ElementSize(entry.Type), 8) != 0)
            {
                return Copy(data, entry.End - entry.Begin, sizes, entry.Type);
            }

            var tensor = Map(data, sizes, entry.Type, memory);
            held = false;
            return tensor;
        }
        finally
        {
            if (held)
            {
                memory.DangerousRelease();
            }
        }
    }

    /// <summary>Gives the file back as soon as no tensor uses it.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private static Tensor Map(byte* data, long[] sizes, ScalarType type, SafeHandle memory)
    {
        IntPtr handle;
        var context = GCHandle.Alloc(memory);
        fixed (long* s = sizes)
        {
            if (Native.ph_tensor_from_memory(data, s, sizes.Length, (int)type, &Release, GCHandle.ToIntPtr(context), &handle) != 0)
            {
                context.Free();
                throw NativeError.Create("safetensors");
            }
        }

        return torch.Tensor.Take(handle);
    }

    [UnmanagedCallersOnly]
    private static void Release(IntPtr context)
    {
        var handle = GCHandle.FromIntPtr(context);
        ((SafeHandle)handle.Target!).DangerousRelease();
        handle.Free();
    }
}
