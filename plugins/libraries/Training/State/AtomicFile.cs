using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PluginHost.Training;

/// <summary>
/// Writes files so that a reader, or a run after a crash or a power cut, sees the old or the new content and nothing between: aside, flushed to
/// the disk, renamed, and the folder flushed too.
/// </summary>
public static class AtomicFile
{
    /// <summary>What the name of a file that is not whole yet ends with.</summary>
    public const string Unfinished = ".part";

    /// <summary>Writes through a temporary file beside the target.</summary>
    /// <param name="path">The target; its folder is made.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>The SHA-256 of the content, in hexadecimal.</returns>
    /// <exception cref="RunFailedException">The disk is full or the folder cannot be written; the target is as it was.</exception>
    public static string Write(string path, Action<Stream> write)
    {
        var temporary = path + Unfinished;
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            string checksum;
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.Read))
            {
                using var hashing = new HashingStream(file);
                write(hashing);
                file.Flush(flushToDisk: true);
                checksum = hashing.Checksum();
            }

            File.Move(temporary, path, overwrite: true);
            FlushFolder(folder);
            return checksum;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
            throw new RunFailedException($"Cannot write '{path}': {Reason(exception)}", exception);
        }
    }

    /// <summary>Writes a text as UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    /// <param name="path">The target; its folder is made.</param>
    /// <param name="text">The content.</param>
    public static string Write(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static string Reason(Exception exception)
    {
        const int noSpace = 28;
        const int readOnly = 30;
        return (exception.HResult & 0xffff) switch
        {
            noSpace => "the disk is full. Free some space or choose another folder with --output.",
            readOnly => "its file system is read-only. Choose another folder with --output.",
            _ when exception is UnauthorizedAccessException => "it may not be written. Allow it, or choose another folder with --output.",
            _ => $"{exception.Message.TrimEnd('.')}. Make it writable, or choose another folder with --output.",
        };
    }

    // What is left half-written takes the space that a full disk lacks.
    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error that led here is told.
        }
    }

    // A rename lasts only once its folder is on the disk. .NET opens no folders.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open([.. Encoding.UTF8.GetBytes(folder), 0], 0);
        if (handle < 0) return;
        _ = Flush(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);

    private sealed class HashingStream(Stream inner) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public string Checksum() => Convert.ToHexString(_hash.GetHashAndReset());

        public override void Flush() => inner.Flush();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _hash.AppendData(buffer);
            inner.Write(buffer);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
