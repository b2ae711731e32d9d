namespace PluginHost.Json;

/// <summary>Replaces files at once, so that they are never seen half written, and leaves nothing half written behind.</summary>
internal static class WholeFile
{
    /// <summary>Writes a text.</summary>
    public static void Write(string file, string text) => Write(file, temporary => File.WriteAllText(temporary, text));

    /// <summary>Lets a file be written beside its place, and moves it there.</summary>
    /// <param name="file">The place; replaced if it exists.</param>
    /// <param name="write">Writes the whole content to the path that it is given.</param>
    public static void Write(string file, Action<string> write)
    {
        var temporary = Temporary(file);
        try
        {
            write(temporary);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc cref="Write(string, Action{string})"/>
    /// <param name="file">The place; replaced if it exists.</param>
    /// <param name="write">Writes the whole content.</param>
    public static async Task WriteAsync(string file, Func<Stream, Task> write)
    {
        var temporary = Temporary(file);
        try
        {
            await using (var stream = File.Create(temporary)) await write(stream);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string Temporary(string file) => $"{file}.{Environment.ProcessId}.tmp";
}
