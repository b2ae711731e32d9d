namespace PluginHost.Media.Tests;

/// <summary>A folder of its own for a test, removed afterwards; and the files that lie beside the tests.</summary>
internal sealed class Folder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("media-test-").FullName;

    public static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "Samples", name);

    public string this[string name] => Path.Combine(_root, name);

    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
