using System.Reflection;
using PluginHost.Contracts;

namespace PluginHost.DataSets.Sources;

/// <summary>A file of a set, on disk or embedded, that names itself in findings.</summary>
public sealed class DataFile
{
    private readonly Func<byte[]> _read;
    private readonly string _renew;

    private DataFile(string name, string renew, Func<byte[]> read) => (Name, _renew, _read) = (name, renew, read);

    /// <summary>Its path, or what to call it.</summary>
    public string Name { get; }

    /// <summary>A file on disk.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="renew">The way out when it is damaged.</param>
    public static DataFile At(string path, string renew) => new(path, renew, () => File.ReadAllBytes(path));

    /// <summary>A file embedded in a plugin.</summary>
    /// <param name="plugin">The plugin's assembly.</param>
    /// <param name="resource">The name it was embedded under.</param>
    public static DataFile Embedded(Assembly plugin, string resource) => new($"embedded {resource}", "Build the plugin again.", () =>
    {
        using var stream = plugin.GetManifestResourceStream(resource)
            ?? throw new FileNotFoundException($"the plugin has no embedded '{resource}'");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    /// <summary>All its bytes.</summary>
    /// <exception cref="JobException">It cannot be read.</exception>
    public byte[] Read()
    {
        try
        {
            return _read();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Damaged("is not there");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Damaged($"cannot be read: {error.Message.TrimEnd('.')}");
        }
    }

    /// <summary>The finding for a content that cannot be used.</summary>
    /// <param name="what">The end of the sentence that begins with the file.</param>
    public JobException Damaged(string what) => new(new Finding { Code = "DS0020", What = $"'{Name}' {what}", Fix = _renew });
}
