using System.Text.Json.Nodes;

namespace PluginHost.Tests;

public class RunningJobsTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_trivial_engine_runs_with_its_options_and_the_run_context()
    {
        var result = await _bench.Job("""
            "seed": 7, "threads": 1,
            "engine": { "use": "trivial", "options": { "greeting": "good day", "repeat": 2 } }
            """).Run("--no-progress");

        result.ShouldExitWith(0).Output.ShouldContain("Completed");
        var lines = _bench.Result();
        lines[..3].ShouldBe(["good day", "good day", "source none"]);
        lines[^1].ShouldBe("device cpu threads 1 seed 7 resume False progress False");
    }

    [Fact]
    public async Task Components_of_other_plugins_are_injected_by_contract_one_or_many()
    {
        await _bench.Job("""
            "engine": "trivial", "source": "loud",
            "word": [ { "use": "good", "options": { "text": "a" } }, "library-v1" ]
            """).Run();

        _bench.Result()[..4].ShouldBe(["hello", "a", "first", "source LOUD"]);
    }

    [Fact]
    public async Task Two_plugins_with_different_private_versions_of_one_library_run_in_one_job()
    {
        (await _bench.Job(""" "engine": "trivial", "word": ["library-v1", "library-v2"] """).Run()).ShouldExitWith(0);

        _bench.Result()[1..3].ShouldBe(["first", "second extra"]);
    }

    [Fact]
    public async Task The_same_component_twice_gets_two_sets_of_options()
    {
        await _bench.Job("""
            "engine": "trivial",
            "word": [
              { "use": "good", "options": { "text": "x", "case": "Upper" } },
              { "use": "good", "options": { "text": "y", "repeat": 3 } }
            ]
            """).Run();

        _bench.Result()[1..3].ShouldBe(["X", "yyy"]);
    }

    [Fact]
    public async Task A_plugin_that_ships_a_copy_of_a_shared_assembly_is_warned_and_still_shares_the_types()
    {
        var result = await _bench.Job(""" "engine": "trivial", "word": "copycat" """).Run();

        result.ShouldExitWith(0).Finding("PH0313").ShouldContain("copy of Fixtures.Contracts");
        _bench.Result()[1].ShouldBe("copycat");
    }

    [Fact]
    public async Task A_plugin_outside_the_repository_is_found_with_the_plugins_option_even_in_a_folder_with_letters_beyond_ascii()
    {
        _bench.CopyPlugin("word.library-v1", "más/Plátano", ("\"id\": \"word.library-v1\"", "\"id\": \"word.platano\""));
        _bench.Job(""" "engine": "trivial", "word": { "use": "library-v1", "plugin": "word.platano" } """);

        (await _bench.Run()).ShouldExitWith(2);
        (await _bench.Run("--plugins", Path.Combine(_bench.Folder, "más"))).ShouldExitWith(0);

        _bench.Result()[1].ShouldBe("first");
    }

    [Fact]
    public async Task A_job_can_name_plugin_directories_relative_to_itself()
    {
        _bench.CopyPlugin("word.library-v1", "mine/one", ("\"id\": \"word.library-v1\"", "\"id\": \"mine.one\""));

        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": { "use": "library-v1", "plugin": "mine.one" } """);

        (await _bench.Run()).ShouldExitWith(0);
    }

    [Fact]
    public async Task Set_replaces_a_component_and_drops_the_options_of_the_old_one()
    {
        _bench.Job(""" "engine": "trivial", "word": [{ "use": "good", "options": { "text": "a" } }] """);

        (
            await _bench.Run(
                "--set",
                "word=library-v1",
                "--set",
                "engine.options.greeting=hey",
                "--set",
                "engine.options.repeat=2",
                "--set",
                "seed=3")).ShouldExitWith(0);

        var lines = _bench.Result();
        lines[..3].ShouldBe(["hey", "hey", "first"]);
        lines[^1].ShouldContain("seed 3");
    }

    [Fact]
    public async Task Set_reaches_into_arrays()
    {
        _bench.Job(""" "engine": "trivial", "word": [{ "use": "good", "options": { "text": "a" } }, "library-v1"] """);

        (
            await _bench.Run(
                "--set",
                "word[0].options.text=b",
                "--set",
                "word[1]=library-v2",
                "--set",
                "word[2].use=good",
                "--set",
                "word[2].options.text=c")).ShouldExitWith(0);

        _bench.Result()[1..4].ShouldBe(["b", "second extra", "c"]);
    }

    [Fact]
    public async Task A_run_never_overwrites_an_earlier_one()
    {
        _bench.Job(""" "engine": "trivial" """);

        await _bench.Run();
        await _bench.Run("--set", "engine.options.greeting=again");

        _bench.Result()[0].ShouldBe("hello");
        _bench.Result("trial-2")[0].ShouldBe("again");
    }

    [Fact]
    public async Task Output_names_the_run_folder_and_is_refused_when_it_holds_something()
    {
        _bench.Job(""" "engine": "trivial" """);
        var folder = Path.Combine(_bench.Folder, "here");

        (await _bench.Run("--output", folder)).ShouldExitWith(0);
        File.Exists(Path.Combine(folder, "result.txt")).ShouldBeTrue();
        (await _bench.Run("--output", folder)).ShouldExitWith(2).Finding("PH0111").ShouldContain("here");
    }

    [Fact]
    public async Task The_run_folder_holds_the_resolved_job_and_the_hashes_of_what_ran()
    {
        await _bench.Job(""" "engine": "trivial", "word": { "use": "good", "version": "[1.0,2.0)", "options": { "text": "a" } } """).Run();

        var job = JsonNode.Parse(_bench.RunFile("job.json"))!;
        job["word"]![0]!["version"]!.GetValue<string>().ShouldBe("[1.4.0]");
        job["word"]![0]!["options"]!["lambda"]!.GetValue<double>().ShouldBe(0.5);
        var locked = JsonNode.Parse(_bench.RunFile("plugins.lock.json"))!["plugins"]!.AsArray();
        locked.Select(plugin => plugin!["id"]!.GetValue<string>()).ShouldBe(["engine.trivial", "word.good"]);
        var dll = Path.Combine(Workbench.Plugins, "word.good", "word.good.dll");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(dll)));
        locked[1]!["files"]!["word.good.dll"]!.GetValue<string>().ShouldBe(hash);
    }

    [Fact]
    public async Task The_resolved_job_runs_again_with_the_same_result()
    {
        await _bench.Job(""" "seed": 5, "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """).Run();

        (await _bench.Cli(["run", Path.Combine(_bench.RunFolder, "job.json")])).ShouldExitWith(0);

        _bench.Result("trial-2").ShouldBe(_bench.Result());
    }

    [Fact]
    public async Task Components_are_disposed_when_the_run_ends()
    {
        await _bench.Job(""" "engine": "trivial", "source": "loud" """).Run();

        _bench.RunFile("disposed.txt").ShouldBe("source");
    }

    [Fact]
    public async Task A_dry_run_prints_the_job_with_every_default_and_leaves_nothing()
    {
        var result = await _bench.Job(""" "engine": "trivial" """).Run("--dry-run", "--device", "cuda:1");

        var job = JsonNode.Parse(result.ShouldExitWith(0).Output)!;
        job["engine"]!["options"]!["greeting"]!.GetValue<string>().ShouldBe("hello");
        job["device"]!.GetValue<string>().ShouldBe("cuda:1");
        Directory.Exists(Path.Combine(_bench.Folder, "runs")).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_several_versions_the_highest_in_the_range_of_the_job_runs()
    {
        foreach (var version in new[] { "1.1.0", "1.9.0", "2.0.0" })
            _bench.CopyPlugin(
                "word.library-v1",
                $"many/{version}",
                ("\"id\": \"word.library-v1\"", "\"id\": \"word.many\""),
                ("\"version\": \"1.0.0\"", $"\"version\": \"{version}\""));
        _bench.Job("""
            "plugins": ["many"], "engine": "trivial",
            "word": { "use": "library-v1", "plugin": "word.many", "version": "[1.0,2.0)" }
            """);

        var result = await _bench.Run("--dry-run");
        JsonNode.Parse(result.ShouldExitWith(0).Output)!["word"]![0]!["version"]!.GetValue<string>().ShouldBe("[1.9.0]");

        (await _bench.Run("--set", "word.version=[3.0,)")).ShouldExitWith(2).Finding("PH0202").ShouldContain("2.0.0, 1.9.0, 1.1.0");
    }
}
