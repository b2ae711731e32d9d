using System.Text.Json.Nodes;
using PluginHost.Tests.Packages;

namespace PluginHost.Tests.Locks;

public class LockTests : IDisposable
{
    private const string Job = """ "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """;
    private readonly PackageBench _bench = new(new Workbench().Layout);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_lock_records_exact_versions_and_the_hash_of_every_file()
    {
        _bench.Bench.Job(Job);

        (await _bench.Cli("plugins", "lock", _bench.Bench.JobFile)).ShouldExitWith(0).Output.ShouldContain("Next: dotnet host run");

        var locked = JsonNode.Parse(await File.ReadAllTextAsync(_bench.At("job.lock.json")))!;
        var plugins = locked["plugins"]!.AsArray();
        plugins.Select(plugin => plugin!["id"]!.GetValue<string>()).ShouldBe(["engine.trivial", "word.good"]);
        plugins[1]!["version"]!.GetValue<string>().ShouldBe("1.4.0");
        plugins[1]!["files"]!["word.good.dll"]!.GetValue<string>().Length.ShouldBe(64);
        (await _bench.Bench.Run("--locked")).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_locked_run_takes_the_locked_version_although_a_higher_one_was_installed_since()
    {
        _bench.Bench.Job(Job);
        (await _bench.Cli("plugins", "lock", _bench.Bench.JobFile)).ShouldExitWith(0);
        (await _bench.Cli("plugins", "install", await _bench.PackGood("1.9.0"))).ShouldExitWith(0);

        Version(await _bench.Bench.Run("--dry-run")).ShouldBe("[1.9.0]");
        Version(await _bench.Bench.Run("--dry-run", "--locked")).ShouldBe("[1.4.0]");
    }

    [Fact]
    public async Task A_locked_run_refuses_a_changed_an_added_and_a_missing_file_each_by_name()
    {
        await LockInstalled();
        var folder = Path.Combine(_bench.Store, "word.good", "1.9.0");
        await File.AppendAllTextAsync(Path.Combine(folder, "word.good.deps.json"), " ");
        await File.WriteAllTextAsync(Path.Combine(folder, "extra.txt"), "x");
        File.Delete(Path.Combine(folder, "word.good.pdb"));

        var result = (await _bench.Bench.Run("--locked")).ShouldExitWith(3);

        result.Finding("PH0326").ShouldStartWith($"error PH0326 {_bench.At("job.lock.json")} word.good: ");
        result.Error.ShouldContain("word.good 1.9.0 has the file 'extra.txt', which is not in the lock");
        result.Error.ShouldContain("word.good 1.9.0: the file 'word.good.deps.json' has sha256 ");
        result.Error.ShouldContain("word.good 1.9.0 lacks the file 'word.good.pdb'");
        Directory.Exists(_bench.Bench.RunFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_locked_version_that_is_gone_is_named_with_those_that_are_there()
    {
        await LockInstalled();
        (await _bench.Cli("plugins", "remove", "word.good")).ShouldExitWith(0);

        var finding = (await _bench.Bench.Run("--locked")).ShouldExitWith(3).Finding("PH0326");

        finding.ShouldContain("no version of word.good satisfies");
        finding.ShouldContain("job.lock.json wants [1.9.0, 1.9.0]");
        finding.ShouldContain("Found: 1.4.0.");
    }

    [Fact]
    public async Task Plugins_that_the_lock_lacks_or_has_beside_are_differences()
    {
        await LockInstalled();

        var result = (await _bench.Bench.Run("--locked", "--set", "word=library-v1")).ShouldExitWith(3);

        result.Error.ShouldContain("the job uses word.library-v1 1.0.0, which is not in the lock");
        result.Error.ShouldContain("the job does not use the plugin word.good");
    }

    [Fact]
    public async Task A_changed_host_or_shared_assembly_is_a_difference()
    {
        _bench.Bench.Job(Job);
        (await _bench.Cli("plugins", "lock", _bench.Bench.JobFile)).ShouldExitWith(0);
        var file = _bench.At("job.lock.json");
        var locked = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        locked["host"] = "9.9.9";
        locked["shared"]![0]!["sha256"] = new string('0', 64);
        await File.WriteAllTextAsync(file, locked.ToJsonString());

        var result = (await _bench.Bench.Run("--locked")).ShouldExitWith(3);

        result.Findings.ShouldContain("the host is 0.1.0; expected 9.9.9");
        result.Error.ShouldContain(": it has sha256 ");
    }

    [Fact]
    public async Task Under_a_lock_nothing_is_loaded_when_anything_differs()
    {
        _bench.Bench.Job(""" "engine": "trivial", "word": "silent" """);
        (await _bench.Cli("plugins", "lock", _bench.Bench.JobFile)).ShouldExitWith(0);
        await File.WriteAllTextAsync(
            _bench.At("job.lock.json"),
            (await File.ReadAllTextAsync(_bench.At("job.lock.json"))).Replace("\"host\": \"", "\"host\": \"8", StringComparison.Ordinal));

        (await _bench.Bench.Run()).ShouldExitWith(3).Error.ShouldContain("no registration today");
        (await _bench.Bench.Run("--locked")).ShouldExitWith(3).Error.ShouldNotContain("no registration today");
    }

    [Fact]
    public async Task A_run_folder_is_its_own_lock()
    {
        _bench.Bench.Job(Job);
        (await _bench.Bench.Run()).ShouldExitWith(0);
        (await _bench.Cli("plugins", "install", await _bench.PackGood("1.9.0"))).ShouldExitWith(0);

        (await _bench.Cli("run", Path.Combine(_bench.Bench.RunFolder, "job.json"), "--locked")).ShouldExitWith(0);
        (await _bench.Bench.Run("--lock-file", Path.Combine(_bench.Bench.RunFolder, "plugins.lock.json"))).ShouldExitWith(0);
    }

    [Theory]
    [InlineData(null, "there is no lock of the job's plugins")]
    [InlineData("{ \"host\": 1 }", "the file is no lock of plugins")]
    [InlineData("{", "not valid JSON")]
    public async Task Without_a_readable_lock_a_locked_run_is_refused(string? text, string expected)
    {
        _bench.Bench.Job(Job);
        if (text is not null) await File.WriteAllTextAsync(_bench.At("job.lock.json"), text);

        (await _bench.Bench.Run("--locked")).ShouldExitWith(3).Finding("PH0327").ShouldContain(expected);
        (await _bench.Bench.Validate("--locked")).ShouldExitWith(3).Finding("PH0327").ShouldContain(expected);
    }

    private async Task LockInstalled()
    {
        (await _bench.Cli("plugins", "install", await _bench.PackGood("1.9.0"))).ShouldExitWith(0);
        _bench.Bench.Job(Job);
        (await _bench.Cli("plugins", "lock", _bench.Bench.JobFile)).ShouldExitWith(0);
        (await _bench.Bench.Validate("--locked")).ShouldExitWith(0);
    }

    private static string Version(CliResult result) =>
        JsonNode.Parse(result.ShouldExitWith(0).Output)!["word"]![0]!["version"]!.GetValue<string>();
}
