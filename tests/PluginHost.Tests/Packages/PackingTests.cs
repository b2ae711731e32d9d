using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NuGet.Packaging;

namespace PluginHost.Tests.Packages;

public class PackingTests : IDisposable
{
    private readonly PackageBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_package_holds_a_nuspec_and_the_plugin_with_the_hash_of_every_file()
    {
        using var archive = ZipFile.OpenRead(await _bench.PackGood("1.4.0"));

        var manifest = Manifest(archive);
        var files = manifest["files"]!.AsObject();
        files.Select(file => file.Key).ShouldBe(
            ["word.good.deps.json", "word.good.dll", "word.good.pdb", "word.good.runtimeconfig.json"]);
        foreach (var (name, hash) in files)
        {
            using var stream = archive.GetEntry($"plugin/{name}")!.Open();
            hash!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(stream)), name);
        }

        using var reader = new StreamReader(archive.GetEntry("word.good.nuspec")!.Open());
        var nuspec = await reader.ReadToEndAsync();
        nuspec.ShouldContain("<id>word.good</id>");
        nuspec.ShouldContain("<version>1.4.0</version>");
        archive.GetEntry("[Content_Types].xml").ShouldNotBeNull();
        archive.GetEntry("_rels/.rels").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_packed_manifest_holds_the_schema_of_each_components_options()
    {
        using var archive = ZipFile.OpenRead(await _bench.PackGood("1.4.0"));

        var provides = Manifest(archive)["provides"]!.AsArray();
        provides[0]!["options"]!["properties"]!["repeat"]!["maximum"]!.GetValue<int>().ShouldBe(10);
        provides[1]!.AsObject().ContainsKey("options").ShouldBeFalse();
    }

    [Fact]
    public async Task Required_plugins_become_dependencies_of_the_package()
    {
        using var bench = new PackageBench(new Workbench().Layout);
        var package = await bench.Pack(
            "word.good",
            "needy",
            ("\"targetFramework\"", "\"requires\": [{ \"id\": \"word.library-v1\", \"version\": \"[1.0,2.0)\" }], \"targetFramework\""));
        using var archive = ZipFile.OpenRead(package);
        using var reader = new StreamReader(archive.GetEntry("word.good.nuspec")!.Open());

        (await reader.ReadToEndAsync()).ShouldContain("<dependency id=\"word.library-v1\" version=\"[1.0.0, 2.0.0)\" />");
    }

    [Fact]
    public async Task Packing_the_same_files_again_gives_the_same_bytes()
    {
        var first = await _bench.PackGood("1.4.0");
        foreach (var file in Directory.EnumerateFiles(_bench.At("good-1.4.0"))) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-3));
        var second = _bench.At("second.nupkg");
        (await _bench.Cli("plugins", "pack", _bench.At("good-1.4.0"), "--output", second)).ShouldExitWith(0);

        (await File.ReadAllBytesAsync(second)).ShouldBe(await File.ReadAllBytesAsync(first));
        using var archive = ZipFile.OpenRead(first);
        archive.Entries.ShouldAllBe(entry => entry.LastWriteTime.Year == 1980, "a time in the package would change its bytes");
    }

    [Fact]
    public async Task Files_with_any_name_come_out_as_they_went_in()
    {
        string[] names = ["a b.txt", "100 %.txt", "100%25.txt", "größe#1.txt", "plus+.txt", "ext", "deep/er/x;y.txt"];
        _bench.Bench.CopyPlugin("word.good", "mine");
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_bench.At($"mine/{name}"))!);
            await File.WriteAllTextAsync(_bench.At($"mine/{name}"), name);
        }

        (await _bench.Cli("plugins", "pack", _bench.At("mine"), "--output", _bench.At("named.nupkg"))).ShouldExitWith(0);
        (await _bench.Cli("plugins", "install", _bench.At("named.nupkg"))).ShouldExitWith(0);

        foreach (var name in names)
            (await File.ReadAllTextAsync(Path.Combine(_bench.Store, "word.good/1.4.0", name))).ShouldBe(name);
    }

    [Fact]
    public async Task A_package_can_be_read_as_a_NuGet_package()
    {
        using var reader = new PackageArchiveReader(await _bench.PackGood("1.4.0"));

        reader.GetIdentity().ToString().ShouldBe("word.good.1.4.0");
        reader.NuspecReader.GetPackageTypes().Select(type => type.Name).ShouldBe(["PluginHostPlugin"]);
        reader.NuspecReader.GetDescription().ShouldNotBeEmpty();
        reader.GetFiles("plugin").ShouldContain("plugin/word.good.dll");
    }

    [Fact]
    public async Task Packing_says_where_the_package_is_and_what_to_do_next()
    {
        _bench.Bench.CopyPlugin("word.good", "mine");

        var result = (await _bench.Cli("plugins", "pack", _bench.At("mine"), "--output", _bench.Folder)).ShouldExitWith(0);

        File.Exists(_bench.At("word.good.1.4.0.nupkg")).ShouldBeTrue();
        result.Output.ShouldContain("Packed word.good 1.4.0");
        result.Output.ShouldContain($"Next: dotnet host plugins install {_bench.At("word.good.1.4.0.nupkg")}");
    }

    [Fact]
    public async Task A_plugin_that_does_not_verify_is_not_packed()
    {
        _bench.Bench.CopyPlugin("word.good", "mine", ("Fixtures.Good.Plugin", "Fixtures.Good.Plugn"));

        var result = await _bench.Cli("plugins", "pack", _bench.At("mine"), "--output", _bench.Folder);

        result.ShouldExitWith(3).Finding("PH0309").ShouldContain("Fixtures.Good.Plugn");
        Directory.EnumerateFiles(_bench.Folder, "*.nupkg").ShouldBeEmpty();
    }

    [Fact]
    public async Task Something_that_is_no_plugin_is_refused()
    {
        (await _bench.Cli("plugins", "pack", _bench.At("nothing"))).ShouldExitWith(2).Finding("PH0701").ShouldContain("no such folder");
    }

    [Fact]
    public async Task A_project_that_does_not_build_is_a_finding_with_the_compilers_words()
    {
        Directory.CreateDirectory(_bench.At("broken"));
        await File.WriteAllTextAsync(_bench.At("broken/broken.csproj"), "<Project><Target Name=\"Restore\" /></Projekt>");

        (await _bench.Cli("plugins", "pack", _bench.At("broken"))).ShouldExitWith(3).Error.ShouldContain("error MSB4025");
    }

    private static JsonNode Manifest(ZipArchive archive)
    {
        using var stream = archive.GetEntry("plugin/plugin.json")!.Open();
        return JsonNode.Parse(stream)!;
    }
}
