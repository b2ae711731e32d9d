using System.IO.Compression;
using System.Text.Json.Nodes;
using PluginHost.Layout;
using PluginHost.Scaffolds;

namespace PluginHost.Tests;

/// <summary>An installation of stand-in files; whole projects are built in Jobs.Tests.</summary>
public class NewPluginTests : IDisposable
{
    private const string Recorded = """
        {
          "targets": { ".NETCoreApp,Version=v10.0": {
            "PluginHost.PluginKit/1.0.0": {
              "dependencies": { "PluginHost.Tensors": "1.1.0", "xunit.assert": "2.9.3", "Host.Tool": "0.1.0" } },
            "xunit.assert/2.9.3": { "dependencies": { "deep": "1.0.0" } },
            "deep/1.0.0": {},
            "Host.Tool/0.1.0": { "dependencies": { "Autofac": "9.3.3" }, "runtime": { "dotnet-host.dll": {} } },
            "Autofac/9.3.3": {},
            "TorchSharp/0.107.0": {},
            "PluginHost.Tensors/1.1.0": { "dependencies": { "PluginHost.Contracts": "1.1.0", "TorchSharp": "0.107.0" } },
            "PluginHost.Contracts/1.1.0": {} } },
          "libraries": {
            "PluginHost.PluginKit/1.0.0": { "type": "project" }, "Host.Tool/0.1.0": { "type": "project" },
            "PluginHost.Contracts/1.1.0": { "type": "project" }, "PluginHost.Tensors/1.1.0": { "type": "project" },
            "TorchSharp/0.107.0": { "type": "package" }, "xunit.assert/2.9.3": { "type": "package" },
            "Autofac/9.3.3": { "type": "package" }, "deep/1.0.0": { "type": "package" } }
        }
        """;

    private static readonly (string Name, string Version)[] Referred =
        [("PluginHost.Contracts", "0.1.0.0"), ("TorchSharp", "0.107.0.0"), ("System.Runtime", "10.0.0.0")];

    private readonly Workbench _bench;

    public NewPluginTests()
    {
        var home = Directory.CreateTempSubdirectory("pluginhost-home-").FullName;
        string[] files =
        [
            "shared/PluginHost.Contracts.dll", "shared/PluginHost.Tensors.dll", "shared/TorchSharp.dll", "shared/native/libtorch.so",
            "kit/PluginHost.PluginKit.dll", "plugins/engine.mine/plugin.json",
            "sdk/analyzers/dotnet/cs/PluginHost.Sdk.dll", "sdk/tasks/netstandard2.0/PluginHost.Sdk.Build.dll",
            "sdk/tasks/net10.0/PluginHost.Sdk.Schemas.dll", "sdk/tasks/net10.0/PluginHost.Sdk.Schemas.runtimeconfig.json",
            "sdk/build/PluginHost.Sdk.props", "sdk/build/PluginHost.Sdk.targets",
        ];
        foreach (var file in files) Write(Path.Combine(home, file), file);
        string[] records = ["kit/PluginHost.PluginKit", "shared/PluginHost.Contracts", "shared/PluginHost.Tensors"];
        foreach (var record in records) Write(Path.Combine(home, $"{record}.deps.json"), Recorded);
        _bench = new Workbench
        {
            Layout = new HostLayout
            {
                HostDirectory = AppContext.BaseDirectory,
                SharedDirectory = Path.Combine(home, "shared"),
                PluginsDirectory = Path.Combine(home, "plugins"),
                KitDirectory = Path.Combine(home, "kit"),
                SdkDirectory = Path.Combine(home, "sdk"),
                LibrariesDirectory = Path.Combine(home, "libraries"),
            },
        };
    }

    private string Project => Path.Combine(_bench.Folder, "project");

    public static TheoryData<string> Kinds => [.. new PluginTemplate(TemplateFolder).Kinds];

    private static string TemplateFolder => Path.Combine(AppContext.BaseDirectory, "templates", "plugin");

    public void Dispose()
    {
        Directory.Delete(Path.GetDirectoryName(_bench.Layout.SharedDirectory)!, recursive: true);
        _bench.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_project_bears_its_own_name_everywhere(string kind)
    {
        (await New(kind, "bird-song")).ShouldExitWith(0);

        var files = Directory.GetFiles(Project, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".nupkg", StringComparison.Ordinal))
            .ToArray();
        files.ShouldContain(Path.Combine(Project, $"{kind}.bird-song.csproj"));
        string.Concat(files.Select(file => Path.GetRelativePath(Project, file) + File.ReadAllText(file)))
            .ShouldSatisfyAllConditions(
                text => text.ShouldNotContain("plugin-name"),
                text => text.ShouldNotContain("plugin-kind"),
                text => text.ShouldNotContain("PluginName"),
                text => text.ShouldContain("namespace BirdSong;"));
        // One class, one test, one job, and the project's own files; the build writes the rest.
        string[] ours = [.. files.Select(file => Path.GetRelativePath(Project, file)).Where(file => !file.StartsWith("packages", StringComparison.Ordinal))];
        ours.Count(file => file.EndsWith(".cs", StringComparison.Ordinal)).ShouldBe(2);
        ours.Length.ShouldBe(10, string.Join(", ", ours));
        File.ReadAllLines(Path.Combine(Project, $"{kind}.bird-song.csproj")).Length.ShouldBeLessThanOrEqualTo(10);
        string.Concat(files.Select(File.ReadAllText)).ShouldContain("[Component(\"bird-song\")]");
    }

    [Fact]
    public async Task It_says_what_to_do_next()
    {
        var output = (await New("strategy", "half-replay")).ShouldExitWith(0).Output;

        string[] steps = ["cd ", "dotnet tool restore", "dotnet build", "dotnet test tests", "dotnet host run job.json", "dotnet host plugins pack ."];
        foreach (var step in steps) output.ShouldContain($"\n  {step}");
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_wish_is_said_at_once()
    {
        Write(Path.Combine(Project, "mine.txt"), "kept");

        var result = (await New("strategi", "Half_Replay")).ShouldExitWith(2);

        result.Finding("PH0708").ShouldContain("strategi");
        result.Error.ShouldContain("Did you mean 'strategy'?");
        result.Finding("PH0709").ShouldContain("'Half_Replay'");
        result.Finding("PH0710").ShouldContain("holds something already");
        Directory.GetFiles(Project).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_installation_without_the_kit_is_refused_before_anything_is_written()
    {
        File.Delete(Path.Combine(_bench.Layout.KitDirectory, "PluginHost.PluginKit.dll"));

        (await New("strategy", "half-replay")).ShouldExitWith(2).Finding("PH0711").ShouldContain("PluginHost.PluginKit.dll");
        Directory.Exists(Project).ShouldBeFalse();
    }

    [Fact]
    public async Task An_installation_without_an_assembly_that_another_was_built_with_is_refused()
    {
        File.Delete(Path.Combine(_bench.Layout.SharedDirectory, "PluginHost.Contracts.dll"));
        File.Delete(Path.Combine(_bench.Layout.SharedDirectory, "PluginHost.Contracts.deps.json"));

        (await New("strategy", "half-replay")).ShouldExitWith(2).Finding("PH0711").ShouldContain("PluginHost.Contracts.dll");
    }

    [Fact]
    public void Assemblies_of_ours_become_packages_and_public_ones_their_dependencies()
    {
        var version = Feed().Write(Project);

        Directory.GetFiles(Project, "*.nupkg").Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(
        [
            $"PluginHost.Contracts.{version}.nupkg", $"PluginHost.PluginKit.{version}.nupkg", $"PluginHost.Sdk.{version}.nupkg",
            $"PluginHost.Tensors.{version}.nupkg", $"PluginHost.Tool.{version}.nupkg",
        ]);
        using var tensors = ZipFile.OpenRead(Path.Combine(Project, $"PluginHost.Tensors.{version}.nupkg"));
        tensors.Entries.ShouldNotContain(entry => entry.FullName.Contains("torch", StringComparison.Ordinal));
        var text = Nuspec(tensors, "PluginHost.Tensors");
        text.ShouldContain("<dependency id=\"TorchSharp\" version=\"0.107.0\" exclude=\"Native\" />");
        text.ShouldContain($"id=\"PluginHost.Contracts\" version=\"{version}\"");
    }

    [Fact]
    public void A_public_library_becomes_a_package_with_its_page_that_needs_what_its_assembly_refers_to()
    {
        var folder = Path.Combine(_bench.Layout.LibrariesDirectory, "PluginHost.Replay");
        StubAssembly.Write(folder, "PluginHost.Replay", "0.1.0.0", Referred);
        Write(Path.Combine(folder, "README.md"), "# Replay");
        Write(Path.Combine(folder, "libfast.so"), "native");
        Write(Path.Combine(folder, "PluginHost.Replay.deps.json"), """
            {
              "targets": { ".NETCoreApp,Version=v10.0": {
                "PluginHost.Replay/0.1.0": { "dependencies": { "Codec": "3.2.1" } }, "Codec/3.2.1": {} } },
              "libraries": { "PluginHost.Replay/0.1.0": { "type": "project" }, "Codec/3.2.1": { "type": "package" } }
            }
            """);

        var version = Feed().Write(Project);

        using var replay = ZipFile.OpenRead(Path.Combine(Project, $"PluginHost.Replay.{version}.nupkg"));
        replay.Entries.Select(entry => entry.FullName).ShouldContain("README.md");
        replay.Entries.Select(entry => entry.FullName).ShouldContain("runtimes/linux-x64/native/libfast.so");
        var text = Nuspec(replay, "PluginHost.Replay");
        text.ShouldContain("<readme>README.md</readme>");
        text.ShouldContain($"id=\"PluginHost.Contracts\" version=\"{version}\"");
        text.ShouldContain("id=\"TorchSharp\" version=\"0.107.0\"");
        text.ShouldContain("id=\"Codec\" version=\"3.2.1\"");
        text.ShouldNotContain("System.Runtime");
        // The kit's tests need what the host shares; a library comes with the plugin that uses it.
        using var kit = ZipFile.OpenRead(Path.Combine(Project, $"PluginHost.PluginKit.{version}.nupkg"));
        Nuspec(kit, "PluginHost.PluginKit").ShouldNotContain("PluginHost.Replay");
    }

    [Fact]
    public void Packages_carry_the_files_and_need_what_their_build_recorded()
    {
        var version = Feed().Write(Project);

        using var kit = ZipFile.OpenRead(Path.Combine(Project, $"PluginHost.PluginKit.{version}.nupkg"));
        var names = kit.Entries.Select(entry => entry.FullName).ToArray();
        names.ShouldContain("lib/net10.0/PluginHost.PluginKit.dll");
        names.ShouldContain("lib/net10.0/dotnet-host.dll");
        names.ShouldContain("lib/net10.0/PluginHost.Kernel.dll");
        names.ShouldContain("plugins/engine.mine/plugin.json");
        names.ShouldContain("build/PluginHost.PluginKit.props");
        var text = Nuspec(kit, "PluginHost.PluginKit");
        text.ShouldContain("id=\"Autofac\" version=\"9.3.3\"");
        text.ShouldContain("id=\"xunit.assert\" version=\"2.9.3\"");
        text.ShouldContain($"id=\"PluginHost.Contracts\" version=\"{version}\"");
        text.ShouldNotContain("deep");
        // That comes with the shared libraries, without its natives.
        text.ShouldNotContain("TorchSharp");
        File.ReadAllText(Path.Combine(Project, LocalFeed.PropsFile)).ShouldContain($"<PluginHostVersion>{version}</PluginHostVersion>");
    }

    [Fact]
    public async Task The_host_goes_along_as_a_tool_without_what_setup_fetches_and_the_projects_manifest_names_it()
    {
        Write(Path.Combine(_bench.Layout.SharedDirectory, "native", "libLibTorchSharp.so"), "shim");

        (await New("strategy", "half-replay")).ShouldExitWith(0);

        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Project, "dotnet-tools.json")))!;
        var version = (string)manifest["tools"]!["pluginhost.tool"]!["version"]!;
        version.ShouldStartWith($"{Workbench.ContractsVersion}-local.h");
        using var tool = ZipFile.OpenRead(Path.Combine(Project, "packages", $"PluginHost.Tool.{version}.nupkg"));
        Nuspec(tool, "PluginHost.Tool").ShouldContain("<packageType name=\"DotnetTool\" />");
        var names = tool.Entries.Select(entry => entry.FullName.Replace("tools/net10.0/any/", "", StringComparison.Ordinal)).ToArray();
        string[] needed =
        [
            "DotnetToolSettings.xml", "dotnet-host.dll", "dotnet-host.deps.json", "dotnet-host.runtimeconfig.json", "Autofac.dll",
            "shared/PluginHost.Contracts.dll", "shared/native/libLibTorchSharp.so", "plugins/engine.mine/plugin.json",
            "kit/PluginHost.PluginKit.dll", "sdk/build/PluginHost.Sdk.props", "templates/plugin/common/README.md",
        ];
        foreach (var name in needed) names.ShouldContain(name);
        names.ShouldNotContain("shared/native/libtorch.so");
        names.ShouldNotContain("Shouldly.dll");
    }

    [Fact]
    public async Task Renewed_packages_are_named_in_the_projects_manifest_which_keeps_its_other_tools()
    {
        (await New("strategy", "half-replay")).ShouldExitWith(0);
        var file = Path.Combine(Project, "dotnet-tools.json");
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        manifest["tools"]!["other"] = new JsonObject { ["version"] = "1.0.0" };
        await File.WriteAllTextAsync(file, manifest.ToJsonString());
        Write(Path.Combine(_bench.Layout.SharedDirectory, "PluginHost.Tensors.dll"), "rebuilt");

        (await _bench.Cli(["plugins", "packages", Path.Combine(Project, "packages")])).ShouldExitWith(0);

        var tools = JsonNode.Parse(await File.ReadAllTextAsync(file))!["tools"]!;
        ((string)tools["pluginhost.tool"]!["version"]!).ShouldNotBe((string)manifest["tools"]!["pluginhost.tool"]!["version"]!);
        ((string)tools["other"]!["version"]!).ShouldBe("1.0.0");
    }

    [Fact]
    public void The_package_of_the_sdk_holds_the_generator_and_the_build_steps_and_brings_the_contracts()
    {
        var version = Feed().Write(Project);

        using var sdk = ZipFile.OpenRead(Path.Combine(Project, $"PluginHost.Sdk.{version}.nupkg"));
        var names = sdk.Entries.Select(entry => entry.FullName).ToArray();
        names.ShouldContain("analyzers/dotnet/cs/PluginHost.Sdk.dll");
        names.ShouldContain("tasks/netstandard2.0/PluginHost.Sdk.Build.dll");
        names.ShouldContain("tasks/net10.0/PluginHost.Sdk.Schemas.dll");
        names.ShouldContain("tasks/net10.0/PluginHost.Sdk.Schemas.runtimeconfig.json");
        names.ShouldContain("build/PluginHost.Sdk.props");
        names.ShouldContain("build/PluginHost.Sdk.targets");
        names.ShouldNotContain(name => name.StartsWith("lib/", StringComparison.Ordinal));
        Nuspec(sdk, "PluginHost.Sdk").ShouldContain($"id=\"PluginHost.Contracts\" version=\"{version}\"");
    }

    [Fact]
    public void Other_contents_are_another_version_and_replace_the_packages_before()
    {
        var first = Feed().Write(Project);
        Feed().Write(Project).ShouldBe(first);

        Write(Path.Combine(_bench.Layout.SharedDirectory, "PluginHost.Tensors.dll"), "rebuilt");
        var second = Feed().Write(Project);

        second.ShouldNotBe(first);
        Directory.GetFiles(Project, "*.nupkg").Length.ShouldBe(5);
        Directory.GetFiles(Project, $"*{second}.nupkg").Length.ShouldBe(5);
    }

    [Fact]
    public void A_package_that_needs_something_else_is_another_version()
    {
        var record = Path.ChangeExtension(Path.Combine(_bench.Layout.KitDirectory, "PluginHost.PluginKit.dll"), ".deps.json");
        var first = Feed().Write(Project);

        Write(record, File.ReadAllText(record).Replace("9.3.3", "9.3.4", StringComparison.Ordinal));

        Feed().Write(Project).ShouldNotBe(first);
    }

    [Fact]
    public void Packages_of_the_same_contents_are_kept_for_the_next_project_and_those_that_nobody_wants_are_removed()
    {
        var cache = Path.Combine(_bench.Folder, "cache");
        var layout = _bench.Layout with { UserCache = cache };
        var kept = Path.Combine(cache, "packages");
        var version = new LocalFeed(layout).Write(Project);
        var packed = Directory.GetFiles(Project, "*.nupkg").ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);
        Directory.GetFiles(kept).Select(Path.GetFileName).ShouldBe(packed.Keys, ignoreOrder: true);
        var old = Path.Combine(kept, "PluginHost.Tool.0.1.0-local.h0.nupkg");
        var kit = Path.Combine(kept, $"PluginHost.PluginKit.{version}.nupkg");
        File.WriteAllText(old, "");
        foreach (var file in (string[])[old, kit]) File.SetLastWriteTimeUtc(file, DateTime.UtcNow - PackageCache.Kept - TimeSpan.FromDays(1));
        File.AppendAllText(kit, "kept");

        var second = Path.Combine(_bench.Folder, "second");
        new LocalFeed(layout).Write(second).ShouldBe(version);

        Directory.GetFiles(second, "*.nupkg").Select(Path.GetFileName).ShouldBe(packed.Keys, ignoreOrder: true);
        foreach (var (name, content) in packed)
        {
            byte[] wanted = name == Path.GetFileName(kit) ? [.. content, .. "kept"u8] : content;
            File.ReadAllBytes(Path.Combine(second, name)).ShouldBe(wanted, name);
        }

        File.Exists(old).ShouldBeFalse();
        File.Exists(kit).ShouldBeTrue("a project was given it just now");
    }

    [Fact]
    public void A_cache_that_cannot_be_written_keeps_nothing_and_the_project_is_whole()
    {
        var cache = Path.Combine(_bench.Folder, "file");
        File.WriteAllText(cache, "no folder");

        new LocalFeed(_bench.Layout with { UserCache = cache }).Write(Project);

        Directory.GetFiles(Project, "*.nupkg").Length.ShouldBe(5);
    }

    [Fact]
    public void The_dotnet_new_template_offers_the_same_kinds()
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(TemplateFolder, ".template.config", "template.json")))!;

        var choices = json["symbols"]!["kind"]!["choices"]!.AsArray().Select(choice => (string?)choice!["choice"]);
        choices.Order(StringComparer.Ordinal).ShouldBe(new PluginTemplate(TemplateFolder).Kinds);
    }

    [Theory]
    [InlineData("half-replay", true)]
    [InlineData("k2-center", true)]
    [InlineData("2-fast", false)]
    [InlineData("half--replay", false)]
    [InlineData("half.replay", false)]
    [InlineData("../up", false)]
    public void Names_are_lower_case_words(string name, bool good) => PluginNames.IsName(name).ShouldBe(good);

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Nuspec(ZipArchive package, string id)
    {
        using var nuspec = new StreamReader(package.GetEntry($"{id}.nuspec")!.Open());
        return nuspec.ReadToEnd();
    }

    private LocalFeed Feed() => new(_bench.Layout);

    private Task<CliResult> New(string kind, string name) => _bench.Cli(["plugins", "new", kind, name, "--output", Project]);
}
