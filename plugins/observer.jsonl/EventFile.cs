namespace PluginHost.Plugins.Jsonl;

/// <summary>Opens the file of events so that others can read it meanwhile.</summary>
public static class EventFile
{
    /// <summary>Opens the file. When continuing, a last line that a crash left unfinished is removed, so that every line stays one object.</summary>
    /// <param name="path">Where it lies; missing folders are created.</param>
    /// <param name="append">Whether to continue a file that is there.</param>
    /// <returns>The file, positioned at its end.</returns>
    public static FileStream Open(string path, bool append)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var file = new FileStream(path, append ? FileMode.OpenOrCreate : FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n') break;
            end--;
        }

        file.SetLength(end);
        file.Position = end;
        return file;
    }
}
