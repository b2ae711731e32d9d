using System.Text;

namespace PluginHost.Tests;

public class NativeConflictTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Two_plugins_with_one_library_name_and_different_content_cannot_share_a_job()
    {
        Library("word.library-v1", "libfirst.so", "libone.so", content: 1);
        Library("word.library-v2", "libsecond.so", "libone.so", content: 2);

        var finding = (await Run()).ShouldExitWith(3).Finding("PH0330");

        finding.ShouldContain("libone.so (libsecond.so");
        finding.ShouldContain("(libfirst.so");
    }

    [Theory]
    [InlineData("libone.so", 1)]
    [InlineData("libtwo.so", 2)]
    public async Task The_same_library_twice_or_libraries_of_different_names_can(string name, byte content)
    {
        Library("word.library-v1", "libfirst.so", "libone.so", content: 1);
        Library("word.library-v2", "libfirst.so", name, content);

        (await Run()).ShouldExitWith(0);
    }

    private Task<CliResult> Run() =>
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": ["library-v1", "library-v2"] """).Run();

    /// <summary>Puts a library into a plugin: that of the fixture, with another name of as many letters and a byte at its end.</summary>
    private void Library(string plugin, string file, string name, byte content)
    {
        var library = File.ReadAllBytes(Path.Combine(_bench.CopyPlugin("word.native", "source/" + plugin), "libnat.so"));
        var at = library.AsSpan().IndexOf("libnat.so"u8);
        Encoding.ASCII.GetBytes(name).CopyTo(library, at);
        File.WriteAllBytes(Path.Combine(_bench.CopyPlugin(plugin, "mine/" + plugin), file), [.. library, content]);
    }
}
