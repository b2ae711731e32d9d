using System.Text.Json.Nodes;

namespace PluginHost.Tests.Packages;

public class VerifyingTests : IDisposable
{
    private readonly PackageBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_sound_package_is_verified_with_all_hashes_and_the_next_step_named()
    {
        var package = await _bench.PackGood("1.4.0");

        var output = (await _bench.Cli("plugins", "verify", package)).ShouldExitWith(0).Output;

        output.ShouldContain("Verified word.good 1.4.0");
        output.ShouldContain("5 files, all hashes match");
        output.ShouldContain($"Next: dotnet host plugins install {package}");
    }

    [Fact]
    public async Task A_folder_package_and_installed_copy_have_one_content_hash()
    {
        var package = await _bench.PackGood("1.4.0");
        (await _bench.Cli("plugins", "install", package)).ShouldExitWith(0);

        var packed = Hash(await _bench.Cli("plugins", "verify", package, "--json"));
        var installed = Hash(await _bench.Cli("plugins", "verify", Path.Combine(_bench.Store, "word.good", "1.4.0"), "--json"));

        packed.Length.ShouldBe(64);
        installed.ShouldBe(packed);
    }

    [Fact]
    public async Task A_changed_file_is_a_finding_with_both_hashes()
    {
        var package = await _bench.PackGood("1.4.0");
        var changed = _bench.Change(package, "changed.nupkg", archive =>
        {
            archive.GetEntry("plugin/word.good.pdb")!.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("plugin/word.good.pdb").Open());
            writer.Write("other");
        });

        var finding = (await _bench.Cli("plugins", "verify", changed)).ShouldExitWith(3).Finding("PH0319");

        finding.ShouldContain("'word.good.pdb' has sha256 d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa");
        finding.ShouldContain("expected sha256 ");
    }

    [Fact]
    public async Task Files_that_were_added_or_taken_away_are_named()
    {
        var package = await _bench.PackGood("1.4.0");
        var changed = _bench.Change(package, "changed.nupkg", archive =>
        {
            archive.GetEntry("plugin/word.good.pdb")!.Delete();
            archive.CreateEntry("plugin/extra.dll");
        });

        var error = (await _bench.Cli("plugins", "verify", changed)).ShouldExitWith(3).Error;

        error.ShouldContain("the file 'word.good.pdb' is missing");
        error.ShouldContain("the file 'extra.dll' is not among the files of the manifest");
    }

    [Fact]
    public async Task All_faults_of_a_folder_are_told_at_once()
    {
        _bench.Bench.CopyPlugin(
            "word.good",
            "mine",
            ("net10.0", "net99.0"),
            ("Fixtures.Good.Plugin", "Fixtures.Good.Plugn"),
            ("\"Fixtures.Contracts\": \"[1.0,2.0)\"", "\"Fixtures.Contracts\": \"[7.0,)\""),
            ("\"name\": \"good\" }", "\"name\": \"good\", \"options\": { \"type\": \"objekt\" } }"));

        var result = (await _bench.Cli("plugins", "verify", _bench.At("mine"))).ShouldExitWith(3);

        foreach (var code in new[] { "PH0305", "PH0307", "PH0309", "PH0328" }) result.Finding(code);
        result.Error.ShouldContain("unknown type objekt");
    }

    [Fact]
    public async Task Required_plugins_that_are_not_installed_are_warned_of()
    {
        _bench.Bench.CopyPlugin(
            "word.good",
            "mine",
            ("\"targetFramework\"", "\"requires\": [{ \"id\": \"word.absent\" }], \"targetFramework\""));

        (await _bench.Cli("plugins", "verify", _bench.At("mine"))).ShouldExitWith(0).Finding("PH0310").ShouldStartWith("warning");
    }

    [Fact]
    public async Task A_package_without_hashes_is_refused()
    {
        var package = await _bench.PackGood("1.4.0");
        var changed = _bench.Change(package, "unhashed.nupkg", archive =>
        {
            archive.GetEntry("plugin/plugin.json")!.Delete();
            using var stream = archive.CreateEntry("plugin/plugin.json").Open();
            stream.Write(File.ReadAllBytes(_bench.At("good-1.4.0/plugin.json")));
        });

        (await _bench.Cli("plugins", "install", changed)).ShouldExitWith(3).Finding("PH0320").ShouldContain("no hashes");
        _bench.InStore().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_package_whose_nuspec_names_another_plugin_is_refused()
    {
        var package = await _bench.PackGood("1.4.0");
        var changed = _bench.Change(package, "renamed.nupkg", archive =>
        {
            archive.GetEntry("word.good.nuspec")!.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("word.good.nuspec").Open());
            writer.Write("<package><metadata><id>word.good</id><version>1.5.0</version></metadata></package>");
        });

        (await _bench.Cli("plugins", "verify", changed)).ShouldExitWith(3).Finding("PH0323").ShouldContain("word.good 1.5.0");
    }

    private static string Hash(CliResult result) => JsonNode.Parse(result.ShouldExitWith(0).Output)!["sha256"]!.GetValue<string>();
}
