using System.Text.Json.Nodes;
using PluginHost.Tests.Packages;

namespace PluginHost.Tests.Trust;

public class AllowListTests : IDisposable
{
    private readonly PackageBench _bench = new(new Workbench().Layout);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""{ "plugins": [] }""", "does not list the id 'word.good'")]
    [InlineData("""{ "plugins": ["word.god", "strategy.*"] }""", "does not list the id 'word.good'")]
    [InlineData("""{ "plugins": [{ "id": "word.good", "version": "[1.0,1.5)" }] }""", "allows word.good [1.0.0, 1.5.0), not version 1.5.0")]
    public async Task What_is_not_listed_is_not_installed(string list, string expected)
    {
        var allow = Write("list.json", list);

        (await _bench.Cli("plugins", "install", await _bench.PackGood("1.5.0"), "--allow", allow)).ShouldExitWith(3).Finding("PH0324")
            .ShouldContain(expected);
        _bench.InStore().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "plugins": ["word.good"] }""")]
    [InlineData("""{ "plugins": ["word.*"] }""")]
    [InlineData("""{ "plugins": [{ "id": "word.other" }, { "id": "word.good", "version": "[1.0,2.0)" },] } // note""")]
    public async Task What_is_listed_is_installed(string list)
    {
        (await _bench.Cli("plugins", "install", await _bench.PackGood("1.5.0"), "--allow", Write("list.json", list))).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_listed_hash_pins_the_content()
    {
        var package = await _bench.PackGood("1.5.0");
        var hash = JsonNode.Parse((await _bench.Cli("plugins", "verify", package, "--json")).Output)!["sha256"]!.GetValue<string>();
        var pinned = Write("pinned.json", $$"""{ "plugins": [{ "id": "word.good", "sha256": "{{hash}}" }] }""");
        var other = Write("other.json", $$"""{ "plugins": [{ "id": "word.good", "sha256": ["{{new string('0', 64)}}"] }] }""");

        var refused = (await _bench.Cli("plugins", "install", package, "--allow", other)).ShouldExitWith(3).Finding("PH0324");
        refused.ShouldContain($"its content has sha256 {hash}");
        (await _bench.Cli("plugins", "install", package, "--allow", pinned)).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_job_loads_only_what_the_projects_list_allows_beside_the_built_in_plugins()
    {
        (await _bench.Cli("plugins", "install", await _bench.PackGood("1.5.0"))).ShouldExitWith(0);
        _bench.Bench.Job(""" "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """);
        Write("plugins.allow.json", """{ "plugins": ["word.other"] }""");

        (await _bench.Bench.Run()).ShouldExitWith(3).Finding("PH0324").ShouldContain("word.good 1.5.0 is not allowed");
        (await _bench.Bench.Run("--set", "word={ \"use\": \"good\", \"version\": \"1.4.0\", \"options\": { \"text\": \"a\" } }"))
            .ShouldExitWith(3);
        (await _bench.Bench.Run("--set", "word=library-v1")).ShouldExitWith(0);
        Write("plugins.allow.json", """{ "builtIn": false, "plugins": ["word.library-v1"] }""");
        (await _bench.Bench.Run("--set", "word=library-v1")).ShouldExitWith(3).Finding("PH0324").ShouldContain("engine.trivial");
    }

    [Fact]
    public async Task Every_list_in_force_must_allow_a_plugin()
    {
        Write("plugins.allow.json", """{ "plugins": ["*"] }""");
        var narrow = Write("narrow.json", """{ "plugins": ["engine.*"] }""");
        var package = await _bench.PackGood("1.5.0");

        (await _bench.Cli("plugins", "verify", package, "--project", _bench.Folder)).ShouldExitWith(0);
        (await _bench.Cli("plugins", "verify", package, "--project", _bench.Folder, "--allow", narrow)).ShouldExitWith(3).Finding("PH0324")
            .ShouldContain("narrow.json does not list");
    }

    [Theory]
    [InlineData("""{ "plugin": ["*"] }""", "Did you mean 'plugins'?")]
    [InlineData("""{ "plugins": [{ "id": "*", "version": "new" }] }""", "a version range")]
    [InlineData("""{ "plugins": [{ "id": "*", "sha256": "abc" }] }""", "64 hexadecimal digits")]
    [InlineData("""{ "plugins": [{ "id": "*", "sha256": [] }] }""", "at least one SHA-256")]
    [InlineData("""{ "plugins": ["*"], "builtIn": "yes" }""", "true or false")]
    [InlineData("not json", "not valid JSON")]
    public async Task A_list_with_a_fault_allows_nothing(string list, string expected)
    {
        var allow = Write("list.json", list);

        var result = await _bench.Cli("plugins", "install", await _bench.PackGood("1.5.0"), "--allow", allow);

        result.ShouldExitWith(3).Findings.ShouldContain(expected);
        result.Finding("PH0325");
        result.Finding("PH0324");
        _bench.InStore().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_that_was_named_and_is_not_there_allows_nothing() =>
        (await _bench.Cli("plugins", "install", await _bench.PackGood("1.5.0"), "--allow", _bench.At("gone.json"))).ShouldExitWith(3)
            .Finding("PH0325");

    private string Write(string name, string text)
    {
        File.WriteAllText(_bench.At(name), text);
        return _bench.At(name);
    }
}
