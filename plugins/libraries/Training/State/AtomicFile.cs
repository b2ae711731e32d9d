namespace PluginHost.Training;

/// <summary>Writes files so that a reader, or a run after a crash, sees the old or the new content and nothing between.</summary>
public static class AtomicFile
{
    /// <summary>Writes through a temporary file beside the target.</summary>
    /// <param name="path">The target; its folder is made.</param>
    /// <param name="write">Writes to the path it is given.</param>
    /// <exception cref="RunFailedException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, Action<string> write)
    {
        var temporary = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException(
                $"Cannot write '{path}': {exception.Message} Free some space or choose another folder with --output.", exception);
        }
    }
}
