using System.Diagnostics;

namespace PluginHost.Tests;

public class NativeConflictTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Two_plugins_with_one_library_name_and_different_content_cannot_share_a_job()
    {
        Compile("word.library-v1", "libfirst.so", "libsame.so.1", "int f(void){return 1;}");
        Compile("word.library-v2", "libsecond.so", "libsame.so.1", "int f(void){return 2;}");

        var finding = (await Run()).ShouldExitWith(3).Finding("PH0330");

        finding.ShouldContain("libsame.so.1 (libsecond.so");
        finding.ShouldContain("(libfirst.so");
    }

    [Theory]
    [InlineData("libsame.so.1", "int f(void){return 1;}")]
    [InlineData("libother.so.1", "int f(void){return 2;}")]
    public async Task The_same_library_twice_or_libraries_of_different_names_can(string name, string code)
    {
        Compile("word.library-v1", "libfirst.so", "libsame.so.1", "int f(void){return 1;}");
        Compile("word.library-v2", "libfirst.so", name, code);

        (await Run()).ShouldExitWith(0);
    }

    private Task<CliResult> Run() =>
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": ["library-v1", "library-v2"] """).Run();

    private void Compile(string plugin, string file, string name, string code)
    {
        var folder = _bench.CopyPlugin(plugin, "mine/" + plugin);
        // Compiled under one path, so that equal code gives equal bytes.
        var source = Path.Combine(_bench.Folder, "f.c");
        File.WriteAllText(source, code);
        string[] arguments = ["-shared", "-fPIC", "-x", "c", source, $"-Wl,-soname,{name}", "-o", Path.Combine(folder, file)];
        using var compiler = Process.Start(new ProcessStartInfo("g++", arguments) { UseShellExecute = false })!;
        compiler.WaitForExit();
        compiler.ExitCode.ShouldBe(0);
    }
}
