using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PluginHost.DataSets.Sources;

/// <summary>
/// A file of prepared samples, all of one size: 32 bytes of SHA-256 over the rest, then the samples in order. Its name is a hash of the
/// options and of every file's name and content, so that a changed set gets a new file. Reading is thread-safe.
/// </summary>
public sealed class SamplePack : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly int _sampleBytes;

    private SamplePack(SafeFileHandle file, int sampleBytes) => (_file, _sampleBytes) = (file, sampleBytes);

    /// <summary>The file's path for a set.</summary>
    /// <param name="folder">The absolute cache folder.</param>
    /// <param name="settings">What the bytes depend on beside the files, with a number to be raised when it comes to mean other bytes.</param>
    /// <param name="samples">Name and content digest of each sample in order.</param>
    public static string Name(string folder, string settings, IEnumerable<(string Id, UInt128 Content)> samples)
    {
        var text = new StringBuilder($"{settings}\n");
        foreach (var (id, content) in samples) text.Append(content.ToString("x32")).Append(' ').Append(id).Append('\n');
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16] + ".pack");
    }

    /// <summary>Opens a pack; null when it is not there, cut short or damaged.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="samples">How many samples it should have.</param>
    /// <param name="sampleBytes">The size of each.</param>
    public static SamplePack? Open(string file, int samples, int sampleBytes)
    {
        if (!File.Exists(file)) return null;
        var handle = File.OpenHandle(file);
        try
        {
            if (RandomAccess.GetLength(handle) == SHA256.HashSizeInBytes + ((long)samples * sampleBytes) && IsWhole(file))
                return new SamplePack(handle, sampleBytes);
        }
        catch (IOException)
        {
            // As good as damaged.
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Writes a pack under another name first, so that a pack is either complete or absent.</summary>
    /// <param name="file">The pack's path.</param>
    /// <param name="samples">The samples in order; where giving them fails, nothing stays.</param>
    public static void Write(string file, IEnumerable<byte[]> samples)
    {
        using var all = samples.GetEnumerator();
        // Before anything is written: most files that cannot be used are found out here.
        var more = all.MoveNext();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = $"{file}.{Environment.ProcessId}.draft";
        try
        {
            Draft(draft, all, more);
            File.Move(draft, file, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>The bytes of one sample.</summary>
    /// <param name="sample">Its place.</param>
    public byte[] Read(int sample)
    {
        var bytes = new byte[_sampleBytes];
        var (at, read) = (SHA256.HashSizeInBytes + ((long)sample * _sampleBytes), 0);
        while (read < bytes.Length)
        {
            var more = RandomAccess.Read(_file, bytes.AsSpan(read), at + read);
            if (more == 0) throw new EndOfStreamException("the file of prepared samples was cut while it was in use");
            read += more;
        }

        return bytes;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static void Draft(string draft, IEnumerator<byte[]> samples, bool more)
    {
        using var stream = File.Create(draft);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        stream.Write(new byte[SHA256.HashSizeInBytes]);
        for (; more; more = samples.MoveNext())
        {
            hash.AppendData(samples.Current);
            stream.Write(samples.Current);
        }

        stream.Position = 0;
        stream.Write(hash.GetHashAndReset());
    }

    private static bool IsWhole(string file)
    {
        using var stream = File.OpenRead(file);
        var stated = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(stated);
        return SHA256.HashData(stream).AsSpan().SequenceEqual(stated);
    }
}
