using System.IO.Compression;
using PluginHost.Contracts;
using PluginHost.Tensors.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Pickles;

/// <summary>
/// The zip archive of torch: NAME/data.pkl, NAME/data/KEY for every storage, and a few marks. Records are stored as they are, so that no
/// archive can unfold to more than its own size.
/// </summary>
internal sealed class TensorArchive : IDisposable
{
    private const string PickleName = "data.pkl";
    private const long LongestPickle = 64 << 20;
    private readonly FileStream _file;
    private readonly ZipArchive _zip;
    private readonly PickleFault _fault;
    private readonly Dictionary<string, ZipArchiveEntry> _records = new(StringComparer.Ordinal);
    private readonly string _prefix;

    private TensorArchive(FileStream file, ZipArchive zip, PickleFault fault)
    {
        (_file, _zip, _fault) = (file, zip, fault);
        // First, as archives of others compress what they hold.
        if (!zip.Entries.Any(entry => entry.FullName.EndsWith("/" + PickleName, StringComparison.Ordinal)))
        {
            throw fault.Of(zip.Entries.Any(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal))
                ? "it has NumPy arrays (.npz)"
                : $"it is a zip archive without {PickleName}");
        }

        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            if (entry.Length != entry.CompressedLength)
                throw fault.Of($"record '{PickleFault.Printable(entry.FullName)}' is compressed; torch stores records as they are");
            if (entry.Length < 0 || entry.Length > file.Length || (total += entry.Length) > file.Length)
                throw fault.Of("its records claim more bytes than the file has");
            if (!_records.TryAdd(entry.FullName, entry))
                throw fault.Of($"record '{PickleFault.Printable(entry.FullName)}' stands twice in it");
        }

        _prefix = FindPrefix();
        CheckMarks();
    }

    /// <summary>Opens an archive and checks its directory.</summary>
    internal static TensorArchive Open(string path, PickleFault fault) =>
        OpenZip(path, fault, start => CheckStart(start, fault), (file, zip) => new TensorArchive(file, zip, fault));

    /// <summary>Opens a zip archive of any kind; where it cannot be used, nothing stays open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fault">Makes errors about the file.</param>
    /// <param name="checkStart">Refuses the first bytes of another kind of file.</param>
    /// <param name="make">Makes what reads the archive, and owns both from then on.</param>
    internal static T OpenZip<T>(string path, PickleFault fault, Action<byte[]> checkStart, Func<FileStream, ZipArchive, T> make)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        ZipArchive? zip = null;
        try
        {
            var start = new byte[FileContents.Enough];
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            file.Position = 0;
            checkStart(start);
            return Guarded(fault, () =>
            {
                zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
                return make(file, zip);
            });
        }
        catch
        {
            zip?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>The program that puts the tensors together.</summary>
    internal byte[] Pickle()
    {
        var entry = _records[_prefix + PickleName];
        if (entry.Length > LongestPickle) throw _fault.Of($"its {PickleName} has {entry.Length} bytes; at most {LongestPickle} are read");
        var bytes = new byte[entry.Length];
        Guarded(_fault, () =>
        {
            using var stream = entry.Open();
            stream.ReadExactly(bytes);
            return 0;
        });
        return bytes;
    }

    /// <summary>All elements of a storage, one-dimensional.</summary>
    internal Tensor Elements(string key, ScalarType type, long count)
    {
        var name = PickleFault.Printable(key);
        if (!_records.TryGetValue($"{_prefix}data/{key}", out var entry))
            throw _fault.Of($"it has no record 'data/{name}', which a tensor needs");
        var wanted = (Int128)count * type.ElementSize();
        if (entry.Length != wanted)
            throw _fault.Of($"its record 'data/{name}' has {entry.Length} bytes, and {count} elements of {type} take {wanted}");
        return Guarded(_fault, () => ReadElements(entry, type, count));
    }

    public void Dispose()
    {
        _zip.Dispose();
        _file.Dispose();
    }

    private static void CheckStart(ReadOnlySpan<byte> read, PickleFault fault)
    {
        if (read.StartsWith("PK\u0003\u0004"u8)) return;
        var kind = FileContents.Describe(read);
        var way = kind == "a PyTorch file of before version 1.6" ? "Save it anew in Python: torch.save(torch.load(FILE, map_location='cpu'), FILE)."
            : kind == "a Python pickle" ? "Save its tensors in Python: torch.save(DICTIONARY, FILE)."
            : null;
        throw fault.Foreign(read, way);
    }

    private string FindPrefix()
    {
        string[] found = [.. _records.Keys.Where(name => name.EndsWith("/" + PickleName, StringComparison.Ordinal))];
        return found switch
        {
            [var only] => only[..^PickleName.Length],
            _ => throw _fault.Of($"it has {found.Length} records named {PickleName}"),
        };
    }

    private void CheckMarks()
    {
        if (_records.ContainsKey(_prefix + "constants.pkl"))
            throw _fault.Of("it is a TorchScript program; save the module's state_dict() instead");
        if (!_records.TryGetValue(_prefix + "byteorder", out var mark)) return;
        var word = new byte[Math.Min(mark.Length, 16)];
        using (var stream = mark.Open())
        {
            stream.ReadExactly(word);
        }

        if (!word.AsSpan().SequenceEqual("little"u8))
            throw _fault.Of("its byte order is not little-endian; save it on a little-endian machine");
    }

    private Tensor ReadElements(ZipArchiveEntry entry, ScalarType type, long count)
    {
        using var stream = entry.Open();
        return TensorBytes.Read(stream, [count], type, piece =>
        {
            if (type == ScalarType.Bool && piece.ContainsAnyExceptInRange((byte)0, (byte)1))
                throw _fault.Of($"its record '{PickleFault.Printable(entry.FullName)}' holds truth values other than 0 and 1");
        });
    }

    /// <summary>Runs a reading; what the zip reader throws at damaged archives comes in one form.</summary>
    internal static T Guarded<T>(PickleFault fault, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(fault.Start, StringComparison.Ordinal))
        {
            throw fault.Of($"its archive is damaged or was cut short ({e.Message.TrimEnd('.')})", e);
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or NotSupportedException or OverflowException
            or InvalidOperationException or IndexOutOfRangeException)
        {
            throw fault.Of($"its archive is damaged or was cut short ({e.Message.TrimEnd('.')})", e);
        }
    }
}
