using PluginHost.Json;

namespace PluginHost.Scaffolds;

/// <summary>
/// Packages that this user's projects were given before, so that the next project need not wait until they are packed again. A file's name has
/// a hash of what it holds, so one of the same name is the same.
/// </summary>
/// <param name="folder">Where they lie; <see langword="null"/> keeps none. It is made when it is needed, and nothing depends on it.</param>
internal sealed class PackageCache(string? folder)
{
    /// <summary>How long a package that no project was given is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>Puts a package in its place: the kept one, or else one that is written now and kept.</summary>
    /// <param name="file">The place; replaced if it exists.</param>
    /// <param name="write">Writes the package to the path that it is given.</param>
    /// <exception cref="IOException">The place cannot be written. What cannot be kept, or read again, is no error.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Put(string file, Action<string> write)
    {
        var kept = folder is null ? null : Path.Combine(folder, Path.GetFileName(file));
        if (kept is not null && File.Exists(kept) && Try(() => WholeFile.Write(file, temporary => File.Copy(kept, temporary, overwrite: true))))
        {
            Try(() => File.SetLastWriteTimeUtc(kept, DateTime.UtcNow));
            return;
        }

        write(file);
        if (kept is null) return;
        Try(() =>
        {
            Directory.CreateDirectory(folder!);
            WholeFile.Write(kept, temporary => File.Copy(file, temporary, overwrite: true));
        });
    }

    /// <summary>Removes what no project was given for a while.</summary>
    public void Clean()
    {
        if (folder is null || !Directory.Exists(folder)) return;
        string[] old = [];
        Try(() => old = [.. Directory.EnumerateFiles(folder).Where(file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Kept)]);
        foreach (var file in old) Try(() => File.Delete(file));
    }

    private static bool Try(Action use)
    {
        try
        {
            use();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A cache that is full, read-only or another user's keeps and gives nothing; the project is whole without it.
            return false;
        }
    }
}
