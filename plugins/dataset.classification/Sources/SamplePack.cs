using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PluginHost.Plugins.DatasetClassification.Pictures;

/// <summary>
/// A file of fitted pictures, all of one size: 32 bytes of SHA-256 over the rest, then the pictures in order. Its name is a hash of the
/// options and of every picture's name and content, so that a changed set gets a new file. Reading is thread-safe.
/// </summary>
internal sealed class PicturePack : IDisposable
{
    // Part of the name: to be raised when the same options come to mean other pixels.
    private const string Format = "pictures 1";

    private readonly SafeFileHandle _file;
    private readonly int _pictureBytes;

    private PicturePack(SafeFileHandle file, int pictureBytes) => (_file, _pictureBytes) = (file, pictureBytes);

    /// <summary>The file's path for a set.</summary>
    /// <param name="folder">The absolute cache folder.</param>
    /// <param name="options">What pixels depend on.</param>
    /// <param name="pictures">Name and content digest of each picture in order.</param>
    public static string Name(string folder, PicturesOptions options, IEnumerable<(string Id, UInt128 Content)> pictures)
    {
        var text = new StringBuilder($"{Format} {options.Size} {options.Fit} {options.Colour} {options.Background}\n");
        foreach (var (id, content) in pictures) text.Append(content.ToString("x32")).Append(' ').Append(id).Append('\n');
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16] + ".pack");
    }

    /// <summary>Opens a pack; null when it is not there, cut short or damaged.</summary>
    public static PicturePack? Open(string file, int pictures, int pictureBytes)
    {
        if (!File.Exists(file)) return null;
        var handle = File.OpenHandle(file);
        try
        {
            if (RandomAccess.GetLength(handle) == SHA256.HashSizeInBytes + ((long)pictures * pictureBytes) && IsWhole(file))
                return new PicturePack(handle, pictureBytes);
        }
        catch (IOException)
        {
            // As good as damaged.
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Writes a pack under another name first, so that a pack is either complete or absent.</summary>
    public static void Write(string file, IEnumerable<byte[]> pictures)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = $"{file}.{Environment.ProcessId}.draft";
        using (var stream = File.Create(draft))
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            stream.Write(new byte[SHA256.HashSizeInBytes]);
            foreach (var picture in pictures)
            {
                hash.AppendData(picture);
                stream.Write(picture);
            }

            stream.Position = 0;
            stream.Write(hash.GetHashAndReset());
        }

        File.Move(draft, file, overwrite: true);
    }

    /// <summary>The bytes of one picture.</summary>
    public byte[] Read(int picture)
    {
        var bytes = new byte[_pictureBytes];
        var (at, read) = (SHA256.HashSizeInBytes + ((long)picture * _pictureBytes), 0);
        while (read < bytes.Length)
        {
            var more = RandomAccess.Read(_file, bytes.AsSpan(read), at + read);
            if (more == 0) throw new EndOfStreamException("the file of scaled pictures was cut while it was in use");
            read += more;
        }

        return bytes;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static bool IsWhole(string file)
    {
        using var stream = File.OpenRead(file);
        var stated = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(stated);
        return SHA256.HashData(stream).AsSpan().SequenceEqual(stated);
    }
}
