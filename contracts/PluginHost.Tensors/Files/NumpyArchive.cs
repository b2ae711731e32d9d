using System.IO.Compression;
using PluginHost.Contracts;
using PluginHost.Tensors.Files;
using PluginHost.Tensors.Pickles;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>
/// An open archive of arrays that <c>numpy.savez</c> or <c>numpy.savez_compressed</c> wrote (.npz): a zip of .npy files. Its directory was
/// read and checked; an array is read when it is asked for. Not safe for several threads at once.
/// </summary>
public sealed class NumpyArchive : IDisposable
{
    /// <summary>The most entries that an archive may have.</summary>
    public const int MostEntries = 10_000;

    private const string Ending = ".npy";

    // An array of zeros packs 1:1000, a bomb of zeros too: up to here nobody asks.
    private const long Unasked = 64L << 20;
    private const long MostUnpacking = 100;

    // No more than this many bytes come out of one that is packed by deflate.
    private const long Deflate = 1032;
    private readonly FileStream _file;
    private readonly ZipArchive _zip;
    private readonly PickleFault _fault;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private NumpyArchive(FileStream file, ZipArchive zip, PickleFault fault)
    {
        (_file, _zip, _fault) = (file, zip, fault);
        if (zip.Entries.Count > MostEntries) throw fault.Of($"it has {zip.Entries.Count} entries; at most {MostEntries} are read");
        foreach (var entry in zip.Entries.Where(entry => entry.FullName.EndsWith(Ending, StringComparison.Ordinal)))
        {
            var name = entry.FullName[..^Ending.Length];
            if (entry.CompressedLength < 0 || entry.CompressedLength > file.Length || entry.Length < 0)
                throw fault.Of($"'{PickleFault.Printable(name)}' claims {entry.CompressedLength} bytes of a file of {file.Length}");
            if (!_entries.TryAdd(name, entry)) throw fault.Of($"'{PickleFault.Printable(name)}' stands twice in it");
        }

        if (_entries.Count == 0 && zip.Entries.Count > 0) throw fault.Of("it is a zip archive without arrays");
    }

    /// <summary>The names of the arrays, in the archive's order.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Opens an archive.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message says what and names the file.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static NumpyArchive Open(string path)
    {
        var fault = new PickleFault(path, "arrays of numpy (.npz)");
        return TensorArchive.OpenZip(path, fault, start => CheckStart(start, fault), (file, zip) => new NumpyArchive(file, zip, fault));
    }

    /// <summary>Reads all arrays into memory of their own.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The arrays by name, as of <see cref="NumpyFile.Read"/>.</returns>
    /// <exception cref="InvalidDataException">As of <see cref="Open"/> and <see cref="Tensor"/>.</exception>
    public static Dictionary<string, Tensor> Read(string path)
    {
        using var scope = NewDisposeScope();
        using var archive = Open(path);
        var read = archive._entries.Keys.ToDictionary(name => name, archive.Tensor, StringComparer.Ordinal);
        foreach (var tensor in read.Values) tensor.MoveToOuterDisposeScope();
        return read;
    }

    /// <summary>Reads one array into memory of its own, as <see cref="NumpyFile.Read"/> does.</summary>
    /// <param name="name">Its name, without ending.</param>
    /// <exception cref="KeyNotFoundException">The archive has no array of that name.</exception>
    /// <exception cref="InvalidDataException">
    /// The array is damaged or holds what is not read, its checksum differs, or it would unfold to more than 64 MiB and a hundred times what it takes.
    /// </exception>
    public Tensor Tensor(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw new KeyNotFoundException($"The archive has no array '{name}'. It has: {string.Join(", ", _entries.Keys.Take(20))}");
        var fault = _fault.Within(name);
        if (entry.Length > Deflate * (1 + entry.CompressedLength))
            throw fault.Of($"it claims {entry.Length} bytes from {entry.CompressedLength}, more than can be packed into them");
        if (entry.Length > Math.Max(Unasked, MostUnpacking * entry.CompressedLength))
            throw fault.Of($"it would unfold from {entry.CompressedLength} bytes to {entry.Length}, more than {MostUnpacking} times as many");
        return TensorArchive.Guarded(fault, () =>
        {
            using var stream = new CheckedStream(entry.Open());
            var tensor = NumpyFile.Load(stream, entry.Length, fault);
            if (stream.ReadByte() < 0 && stream.Sum == entry.Crc32) return tensor;
            tensor.Dispose();
            throw fault.Of("its content is damaged: it is longer than the archive says, or has another checksum");
        });
    }

    /// <summary>Closes the file. Tensors that were read stay.</summary>
    public void Dispose()
    {
        _zip.Dispose();
        _file.Dispose();
    }

    private static void CheckStart(ReadOnlySpan<byte> read, PickleFault fault)
    {
        // The second is the mark of an archive without entries.
        if (read.StartsWith("PK\u0003\u0004"u8) || read.StartsWith("PK\u0005\u0006"u8)) return;
        throw fault.Foreign(read);
    }
}
