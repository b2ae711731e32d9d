using PluginHost.Contracts;

namespace PluginHost.Media;

/// <summary>Reads a whole file, as many bytes as the file system says it has.</summary>
internal static class MediaBytes
{
    /// <exception cref="JobException">The file is missing, empty, not readable or over 2 GiB.</exception>
    public static byte[] Of(string file, string wanted) => Opened(file, wanted, stream =>
    {
        if (stream.Length > Array.MaxLength)
            throw MediaFault.Of(MediaFault.TooLarge, file, $"has {stream.Length} bytes; at most {Array.MaxLength} are read", "Cut it into parts.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    /// <summary>Opens a file for a reading.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="wanted">What it should be, with its article.</param>
    /// <param name="read">The reading.</param>
    /// <exception cref="JobException">The file is missing or not readable.</exception>
    public static T Opened<T>(string file, string wanted, Func<FileStream, T> read)
    {
        try
        {
            if (Directory.Exists(file)) throw MediaFault.Of(MediaFault.Foreign, file, $"is a folder, not {wanted}", "Name a file in it.");
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return read(stream);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw MediaFault.Of(MediaFault.Unreadable, file, "is not there", "Correct the path.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw MediaFault.Of(MediaFault.Unreadable, file, $"cannot be opened: {error.Message.TrimEnd('.')}",
                "Correct the path or the file's rights.");
        }
    }
}
