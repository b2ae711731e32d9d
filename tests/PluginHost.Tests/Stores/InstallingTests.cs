using PluginHost.Tests.Packages;

namespace PluginHost.Tests.Stores;

public class InstallingTests : IDisposable
{
    private readonly PackageBench _bench = new(new Workbench().Layout);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_package_is_installed_for_the_user_and_the_output_says_what_to_do_next()
    {
        var output = (await _bench.Cli("plugins", "install", await _bench.PackGood("1.5.0"))).ShouldExitWith(0).Output;

        File.Exists(Path.Combine(_bench.Store, "word.good", "1.5.0", "plugin.json")).ShouldBeTrue();
        output.ShouldContain("Installed word.good 1.5.0");
        output.ShouldContain("Next: see its options with: dotnet host plugins inspect word.good");
        output.ShouldContain("dotnet host run --set word=good");
        _bench.InStore().ShouldNotContain(path => path.Contains(".staging", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Versions_lie_side_by_side_and_the_highest_that_the_job_allows_is_used()
    {
        foreach (var version in new[] { "1.5.0", "1.6.0", "2.0.0" })
            (await _bench.Cli("plugins", "install", await _bench.PackGood(version))).ShouldExitWith(0);

        Used("any").ShouldBe("2.0.0");
        Used("[1.0,2.0)").ShouldBe("1.6.0");
        Used("[1.5.0]").ShouldBe("1.5.0");
        Used("[1.4.0]").ShouldBe("1.4.0");

        string Used(string range)
        {
            _bench.Bench.Job($$"""
                "engine": "trivial",
                "word": { "use": "good", "version": "{{(range == "any" ? "*" : range)}}", "options": { "text": "a" } }
                """);
            var result = _bench.Bench.Run("--dry-run").GetAwaiter().GetResult().ShouldExitWith(0);
            return System.Text.Json.Nodes.JsonNode.Parse(result.Output)!["word"]![0]!["version"]!.GetValue<string>().Trim('[', ']');
        }
    }

    [Fact]
    public async Task A_project_has_a_store_of_its_own_beside_its_job()
    {
        (await _bench.Cli("plugins", "install", await _bench.PackGood("3.0.0"), "--project", _bench.Folder)).ShouldExitWith(0);

        Directory.Exists(_bench.At("installed-plugins/word.good/3.0.0")).ShouldBeTrue();
        _bench.InStore().ShouldBeEmpty();
        _bench.Bench.Job(""" "engine": "trivial", "word": { "use": "good", "version": "3.0.0", "options": { "text": "a" } } """);
        (await _bench.Bench.Run()).ShouldExitWith(0);
        (await _bench.Cli("plugins", "list", "--project", _bench.Folder)).Output.ShouldContain("3.0.0");
    }

    [Fact]
    public async Task A_built_folder_is_installed_and_gets_hashes()
    {
        _bench.Bench.CopyPlugin("word.good", "mine", ("1.4.0", "1.9.0"));
        (await _bench.Cli("plugins", "install", _bench.At("mine"))).ShouldExitWith(0);
        var installed = Path.Combine(_bench.Store, "word.good", "1.9.0");
        (await _bench.Cli("plugins", "verify", installed)).ShouldExitWith(0).Output.ShouldContain("all hashes match");

        await File.AppendAllTextAsync(Path.Combine(installed, "word.good.dll"), "x");

        _bench.Bench.Job(""" "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """);
        (await _bench.Bench.Run()).ShouldExitWith(3).Finding("PH0319").ShouldContain("word.good 1.9.0");
    }

    [Fact]
    public async Task Installing_the_same_again_changes_nothing_and_other_content_needs_force()
    {
        var package = await _bench.PackGood("1.5.0");
        (await _bench.Cli("plugins", "install", package)).ShouldExitWith(0);
        (await _bench.Cli("plugins", "install", package)).ShouldExitWith(0).Output.ShouldContain("Already installed word.good 1.5.0");
        await File.WriteAllTextAsync(_bench.At("good-1.5.0/note.txt"), "new");
        (await _bench.Cli("plugins", "pack", _bench.At("good-1.5.0"), "--output", package)).ShouldExitWith(0);

        var refused = (await _bench.Cli("plugins", "install", package)).ShouldExitWith(2);

        refused.Finding("PH0705").ShouldContain("installed already with other content");
        File.Exists(Path.Combine(_bench.Store, "word.good/1.5.0/note.txt")).ShouldBeFalse();
        (await _bench.Cli("plugins", "install", package, "--force")).ShouldExitWith(0);
        File.Exists(Path.Combine(_bench.Store, "word.good/1.5.0/note.txt")).ShouldBeTrue();
    }

    [Fact]
    public async Task Several_installations_of_one_plugin_at_once_all_succeed_and_leave_one_copy()
    {
        var package = await _bench.PackGood("1.5.0");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => _bench.Cli("plugins", "install", package))));

        foreach (var result in results) result.ShouldExitWith(0);
        results.Count(result => result.Output.StartsWith("Installed", StringComparison.Ordinal)).ShouldBe(1);
        Directory.GetDirectories(_bench.Store, "*", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_plugin_for_a_newer_host_is_refused_and_both_versions_are_named()
    {
        var folder = Path.Combine(Workbench.Plugins, "word.future");

        (await _bench.Cli("plugins", "install", folder)).ShouldExitWith(3).Finding("PH0306")
            .ShouldContain($"built against PluginHost.Contracts 1.9.0, but this host has {Workbench.ContractsVersion}");
        _bench.InStore().ShouldBeEmpty();
    }

    [Fact]
    public async Task Something_that_is_nothing_is_refused_with_what_would_do()
    {
        await File.WriteAllTextAsync(_bench.At("nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        (await _bench.Cli("plugins", "install", "word.good", "--project", _bench.Folder)).ShouldExitWith(2).Finding("PH0701")
            .ShouldContain("--source FEED");
        (await _bench.Cli("plugins", "install", "word.good.1.0.0.nupkg")).ShouldExitWith(2).Finding("PH0701").ShouldContain("no such file");
        (await _bench.Cli("plugins", "install", "../up")).ShouldExitWith(2).Finding("PH0701");
    }

    [Fact]
    public async Task Removing_takes_the_one_version_that_is_meant()
    {
        foreach (var version in new[] { "1.5.0", "1.6.0" })
            (await _bench.Cli("plugins", "install", await _bench.PackGood(version))).ShouldExitWith(0);

        (await _bench.Cli("plugins", "remove", "word.good")).ShouldExitWith(2).Finding("PH0704").ShouldContain("1.6.0, 1.5.0");
        (await _bench.Cli("plugins", "remove", "word.good@1.7.0")).ShouldExitWith(2).Finding("PH0704").ShouldContain("1.6.0, 1.5.0");
        (await _bench.Cli("plugins", "remove", "word.good@1.6.0")).ShouldExitWith(0).Output.ShouldContain("Removed word.good 1.6.0");
        Directory.GetDirectories(Path.Combine(_bench.Store, "word.good")).Select(Path.GetFileName).ShouldBe(["1.5.0"]);
        (await _bench.Cli("plugins", "remove", "word.good")).ShouldExitWith(0);
        _bench.InStore().ShouldBeEmpty();
        (await _bench.Cli("plugins", "remove", "../word.good")).ShouldExitWith(2).Finding("PH0704").ShouldContain("names no plugin");
    }

    [Fact]
    public async Task Removing_what_another_plugin_requires_is_warned_of()
    {
        var good = await _bench.PackGood("1.5.0");
        (await _bench.Cli("plugins", "install", good)).ShouldExitWith(0);
        var needy = await _bench.Pack(
            "word.library-v2",
            "needy",
            ("\"targetFramework\"", "\"requires\": [{ \"id\": \"word.good\", \"version\": \"[1.5,)\" }], \"targetFramework\""),
            ("\"id\": \"word.library-v2\"", "\"id\": \"word.needy\""));
        (await _bench.Cli("plugins", "remove", "word.good")).ShouldExitWith(0).Error.ShouldBeEmpty();
        (await _bench.Cli("plugins", "install", needy)).ShouldExitWith(0).Output
            .ShouldContain("requires word.good [1.5.0, ), which is not installed");
        (await _bench.Cli("plugins", "install", good)).ShouldExitWith(0);

        (await _bench.Cli("plugins", "remove", "word.good")).ShouldExitWith(0).Finding("PH0310").ShouldContain("which is gone now");
    }
}
