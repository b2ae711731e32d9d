using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using PluginHost.Findings;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Tests.Contexts;

/// <summary>A shared set with a stand-in for a package whose versions are below 1.0, as TorchSharp's are.</summary>
public sealed class SharedVersionTests : IDisposable
{
    private const string Job = """ "plugins": ["mine"], "engine": "trivial", "word": { "use": "library-v1", "plugin": "word.torch" } """;

    private readonly Workbench _bench;

    public SharedVersionTests()
    {
        var home = Directory.CreateTempSubdirectory("pluginhost-shared-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Workbench.Fixtures, "shared"), "*.dll"))
            File.Copy(file, Path.Combine(home, Path.GetFileName(file)));
        StubAssembly.Write(home, "TorchSharp", "0.107.0.0");
        Directory.CreateDirectory(Path.Combine(home, "native"));
        File.WriteAllBytes(Path.Combine(home, "native", "libtorch_cpu.so"), [1]);
        _bench = new Workbench
        {
            Layout = new HostLayout { HostDirectory = AppContext.BaseDirectory, SharedDirectory = home, PluginsDirectory = Workbench.Plugins },
        };
    }

    public void Dispose()
    {
        Directory.Delete(_bench.Layout.SharedDirectory, recursive: true);
        _bench.Dispose();
    }

    [Theory]
    [InlineData("0.107.1.0", "0.107.1", "Update the host to TorchSharp 0.107.1 or newer, or rebuild the plugin against 0.107.0.")]
    [InlineData("0.108.0.0", "0.108.0", "Update the host to TorchSharp 0.108.0 or newer, or rebuild the plugin against 0.107.0.")]
    [InlineData("1.0.0.0", "1.0.0", "Update the host to TorchSharp 1.0.0 or newer, or rebuild the plugin against 0.107.0.")]
    [InlineData("0.106.9.0", "0.106.9", "Rebuild the plugin against 0.107.0.")]
    [InlineData("0.105.0.0", "0.105.0", "Rebuild the plugin against 0.107.0.")]
    public async Task A_plugin_that_was_built_against_another_minor_version_below_1_or_a_newer_one_is_refused_before_it_is_loaded(
        string built,
        string named,
        string way)
    {
        // The trap would throw if anything of it were executed.
        var folder = _bench.CopyPlugin("word.trap", "mine/torch", ("\"id\": \"word.trap\"", "\"id\": \"word.torch\""));
        StubAssembly.Write(folder, "Mine.Networks", "1.0.0.0", [("TorchSharp", built)]);

        var result = await _bench.Job(Job.Replace("library-v1", "trap", StringComparison.Ordinal)).Run();

        result.ShouldExitWith(3).Finding("PH0306").ShouldSatisfyAllConditions(
            finding => finding.ShouldContain($"it was built against TorchSharp {named}, but this host has 0.107.0"),
            finding => finding.ShouldEndWith(way));
        result.Error.ShouldNotContain("PH0402");
    }

    [Fact]
    public async Task The_same_minor_version_serves()
    {
        StubAssembly.Write(Plugin(), "Mine.Networks", "1.0.0.0", [("TorchSharp", "0.107.0.0")]);

        (await _bench.Job(Job).Run()).ShouldExitWith(0).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Copies_of_a_shared_assembly_and_of_its_natives_are_warned_of_and_the_shared_one_is_used()
    {
        var folder = Plugin();
        StubAssembly.Write(folder, "TorchSharp", "0.107.0.0");
        var natives = Directory.CreateDirectory(Path.Combine(folder, "runtimes/linux-x64/native")).FullName;
        foreach (var name in (string[])["libtorch_cpu.so", "libother.so"]) File.WriteAllBytes(Path.Combine(natives, name), [0x7f, .. "ELF"u8]);

        var result = (await _bench.Job(Job).Run()).ShouldExitWith(0);

        result.Error.Split('\n').Count(line => line.Contains(" PH0313 ", StringComparison.Ordinal)).ShouldBe(2);
        result.Finding("PH0313").ShouldContain("the folder holds a copy of TorchSharp, which the host shares; the copy is ignored");
        result.Findings.ShouldContain("the folder holds native libraries that the host shares: libtorch_cpu.so; shared assemblies use the host's");
    }

    [Fact]
    public async Task A_shared_assembly_that_cannot_be_loaded_is_a_finding_though_the_plugin_ships_a_copy()
    {
        const string Name = "Mine.ForAnotherProcessor";
        StubAssembly.Write(_bench.Layout.SharedDirectory, Name, "1.0.0.0", machine: Machine.PowerPC);
        StubAssembly.Write(Plugin(), Name, "1.0.0.0");

        (await _bench.Job(Job).Run()).ShouldExitWith(3)
            .Finding("PH0804")
            .ShouldContain($"the shared assembly {Path.Combine(_bench.Layout.SharedDirectory, Name)}.dll cannot be loaded");
    }

    [Fact]
    public void What_only_shared_assemblies_use_does_not_keep_a_plugin_from_another_version_of_it()
    {
        var directory = _bench.Layout.SharedDirectory;
        StubAssembly.Write(directory, "Mine.Shared", "1.0.0.0", [("Mine.Support", "2.0.0.0")]);
        StubAssembly.Write(Path.Combine(directory, "support"), "Mine.Support", "2.0.0.0");
        var folder = PluginBench.Find(Plugin());
        StubAssembly.Write(folder.Path, "Mine.Support", "3.0.0.0", [("Mine.Shared", "1.0.0.0")]);
        var shared = new SharedAssemblies(directory);
        new PluginVerification(shared, TrustPolicy.Open).Verify(folder).ShouldBeTrue();
        var plugin = new PluginLoader(shared).Load(folder, []).Value.ShouldNotBeNull();

        var (common, support) = (new AssemblyName("Mine.Shared"), new AssemblyName("Mine.Support"));
        // Asked for first: what a shared assembly refers to is looked for in the shared context from then on.
        plugin.Context.LoadFromAssemblyName(common).ShouldBeSameAs(AssemblyLoadContext.Default.LoadFromAssemblyName(common));
        plugin.Context.LoadFromAssemblyName(support).GetName().Version!.Major.ShouldBe(3);
        AssemblyLoadContext.Default.LoadFromAssemblyName(support).GetName().Version!.Major.ShouldBe(2);
        plugin.Unload();
    }

    private string Plugin() => _bench.CopyPlugin("word.library-v1", "mine/torch", ("\"id\": \"word.library-v1\"", "\"id\": \"word.torch\""));
}
