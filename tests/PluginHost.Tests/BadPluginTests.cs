namespace PluginHost.Tests;

public class BadPluginTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_plugin_built_against_a_newer_contract_is_refused_and_both_versions_are_named()
    {
        var finding = (await _bench.Job(""" "engine": "trivial", "observer": "future" """).Run()).ShouldExitWith(3).Finding("PH0306");

        finding.ShouldContain(
            $"word.future 1.0.0: it was built against PluginHost.Contracts 1.9.0, but this host has {Workbench.ContractsVersion}");
    }

    [Fact]
    public async Task A_contract_range_that_the_host_does_not_meet_is_refused()
    {
        Edit("\"Fixtures.Contracts\": \"[1.0,2.0)\"", "\"Fixtures.Contracts\": \"[2.0,3.0)\"");

        (await _bench.Run())
            .ShouldExitWith(3)
            .Finding("PH0305")
            .ShouldContain("works with Fixtures.Contracts [2.0.0, 3.0.0), but this host has 1.2.0");
    }

    [Fact]
    public async Task An_unknown_contract_gets_the_nearest_name()
    {
        Edit("\"Fixtures.Contracts\"", "\"Fixture.Contracts\"");

        (await _bench.Run()).ShouldExitWith(3).Finding("PH0305").ShouldContain("Did you mean 'Fixtures.Contracts'?");
    }

    [Theory]
    [InlineData("\"entryType\"", "\"entryTipe\"", "PH0302", "Did you mean 'entryType'?")]
    [InlineData("\"entryType\"", "\"entryTipe\"", "PH0303", "'entryType' is missing")]
    [InlineData("\"version\": \"1.4.0\"", "\"version\": \"one\"", "PH0304", "no semantic version")]
    [InlineData("\"kind\": \"word\"", "\"kind\": \"A Word\"", "PH0304", "'A Word' is no kind")]
    [InlineData("\"name\": \"Good words\",", "\"name\": \"Good words\"", "PH0301", "not valid JSON")]
    public async Task A_manifest_with_a_fault_is_refused(string old, string replacement, string code, string expected)
    {
        using var bench = new Workbench { Layout = Workbench.Bare };
        bench.CopyPlugin("engine.trivial", "mine/engine.trivial");
        bench.CopyPlugin("word.good", "mine/word.good", (old, replacement));
        bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """);

        (await bench.Run()).ShouldExitWith(3).Finding(code).ShouldContain(expected);
    }

    [Fact]
    public async Task A_broken_copy_of_a_plugin_is_warned_of_when_another_copy_serves_the_job()
    {
        Edit("\"version\": \"1.4.0\"", "\"version\": \"one\"");

        (await _bench.Run()).ShouldExitWith(0).Finding("PH0304").ShouldStartWith("warning");
    }

    [Theory]
    [InlineData("net10.0", "net99.0", "PH0307", "'net99.0' does not run here")]
    [InlineData("net10.0", "netstandard2.0", "PH0307", "net10.0")]
    [InlineData("word.good.dll", "word.god.dll", "PH0308", "Did you mean 'word.good.dll'?")]
    [InlineData("word.good.dll", "../other/word.good.dll", "PH0314", "leads out of the plugin's folder")]
    [InlineData("Fixtures.Good.Plugin", "Fixtures.Good.Plugn", "PH0309", "Did you mean 'Fixtures.Good.Plugin'?")]
    [InlineData("Fixtures.Good.Plugin", "Fixtures.Good.LoudSource", "PH0309", "cannot be the entry point")]
    public async Task A_plugin_whose_files_do_not_match_its_manifest_is_refused(
        string old,
        string replacement,
        string code,
        string expected)
    {
        Edit(old, replacement);

        (await _bench.Run()).ShouldExitWith(3).Finding(code).ShouldContain(expected);
    }

    [Fact]
    public async Task A_link_that_leads_out_of_the_folder_is_refused()
    {
        Edit("\"word.good\"", "\"word.good\"");
        File.CreateSymbolicLink(Path.Combine(_bench.Folder, "mine/word.good/secret.dll"), "/etc/hostname");

        (await _bench.Run()).ShouldExitWith(3).Finding("PH0314").ShouldContain("secret.dll");
    }

    [Fact]
    public async Task A_manifest_that_promises_other_components_than_are_registered_is_refused()
    {
        Edit("\"name\": \"loud\"", "\"name\": \"quiet\"");

        var result = (await _bench.Run()).ShouldExitWith(3);
        result.Error.ShouldContain("promises source.quiet but does not register it");
        result.Error.ShouldContain("registers source.loud, which its manifest does not list");
    }

    [Fact]
    public async Task Requirements_that_are_missing_or_in_another_version_are_named()
    {
        Edit(
            "\"targetFramework\"",
            "\"requires\": [{ \"id\": \"engine.trivail\" }, { \"id\": \"word.library-v1\", \"version\": \"[5.0,)\" }],"
                + " \"targetFramework\"");

        var result = (await _bench.Run()).ShouldExitWith(3);
        result.Finding("PH0310").ShouldContain("requires the plugin 'engine.trivail', which was not found");
        result.Finding("PH0311").ShouldContain("requires word.library-v1 [5.0.0, ), found 1.0.0");
    }

    [Fact]
    public async Task Requirements_in_a_circle_are_refused()
    {
        Edit("\"targetFramework\"", "\"requires\": [{ \"id\": \"word.library-v1\" }], \"targetFramework\"");
        _bench.CopyPlugin(
            "word.library-v1",
            "mine/circle",
            ("\"targetFramework\"", "\"requires\": [{ \"id\": \"word.good\" }], \"targetFramework\""));

        (await _bench.Run()).ShouldExitWith(3).Finding("PH0312").ShouldContain("word.good -> word.library-v1 -> word.good");
    }

    [Fact]
    public async Task A_component_that_two_plugins_provide_must_be_told_apart()
    {
        _bench.CopyPlugin("word.library-v1", "mine/other", ("\"id\": \"word.library-v1\"", "\"id\": \"word.other\""));
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": "library-v1" """);

        (await _bench.Run()).ShouldExitWith(2).Finding("PH0209").ShouldContain("word.other, word.library-v1");
        (await _bench.Run("--set", "word={\"use\": \"library-v1\", \"plugin\": \"word.other\"}")).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_plugin_that_throws_while_registering_becomes_a_finding_with_its_id()
    {
        var result = await _bench.Job(""" "engine": "trivial", "word": "silent" """).Run();

        result.ShouldExitWith(3)
            .Finding("PH0402")
            .ShouldContain("word.silent 1.0.0 failed to register: InvalidOperationException: no registration today");
        result.Error.ShouldNotContain("   at ");
        (await _bench.Run("--verbose")).Error.ShouldContain("   at Fixtures.Silent.Plugin.Register");
    }

    [Fact]
    public async Task A_constructor_that_throws_becomes_a_finding_with_the_component_and_plugin()
    {
        var result = await _bench.Job(""" "engine": "trivial", "word": "throwing" """).Run();

        result.ShouldExitWith(3)
            .Finding("PH0404")
            .ShouldContain(
                "word.throwing of word.faulty 1.0.0 could not be built: InvalidOperationException: the constructor is out of order");
        Directory.Exists(_bench.RunFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_constructor_parameter_that_nobody_can_supply_is_named()
    {
        _bench.Job(""" "engine": "trivial", "word": "odd" """);

        (await _bench.Run()).ShouldExitWith(3).Finding("PH0405").ShouldContain("'text' of type String");
    }

    [Fact]
    public async Task Plugins_that_the_job_does_not_use_do_not_stop_it()
    {
        (await _bench.Job(""" "engine": "trivial", "word": "library-v2" """).Run()).ShouldExitWith(0);
    }

    /// <summary>A copy of a good plugin with its manifest changed, and a job that uses it.</summary>
    private void Edit(string old, string replacement)
    {
        _bench.CopyPlugin("word.good", "mine/word.good", (old, replacement));
        _bench.Job("""
            "plugins": ["mine"], "engine": "trivial", "word": { "use": "good", "plugin": "word.good", "options": { "text": "a" } }
            """);
    }
}
