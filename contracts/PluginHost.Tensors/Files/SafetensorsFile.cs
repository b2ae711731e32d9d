using PluginHost.Tensors.Files;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>What a safetensors file says of one tensor.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
public sealed record SafetensorsEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Begin, long End);

/// <summary>
/// An open safetensors file. Its header was read and checked; the elements of a tensor are read when it is asked for, straight into its
/// memory. Not safe for several threads at once.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;

    internal SafetensorsFile(string path)
    {
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            (_header, _dataStart) = SafetensorsHeader.Read(path, _stream);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The tensors in the file, by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The texts that the writer put beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Reads one tensor into memory of its own, on the CPU.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">The file has no tensor of that name.</exception>
    /// <exception cref="InvalidDataException">The file was cut short after it was opened.</exception>
    public Tensor Tensor(string name)
    {
        if (!_header.Entries.TryGetValue(name, out var entry))
            throw new KeyNotFoundException($"The file has no tensor '{name}'. It has: {string.Join(", ", _header.Entries.Keys.Take(20))}");

        _stream.Position = _dataStart + entry.Begin;
        try
        {
            return TensorBytes.Read(_stream, [.. entry.Shape], entry.Type);
        }
        catch (EndOfStreamException e)
        {
            throw _header.Bad($"tensor '{name}' ends beyond the file, which was cut short while it was read", e);
        }
    }

    /// <summary>Closes the file. Tensors that were read stay.</summary>
    public void Dispose() => _stream.Dispose();
}
