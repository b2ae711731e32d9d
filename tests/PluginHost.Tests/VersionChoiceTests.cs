using System.Text.Json.Nodes;

namespace PluginHost.Tests;

public class VersionChoiceTests : IDisposable
{
    private const string Framework = "\"targetFramework\"";
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_lower_version_wins_where_the_highest_requires_what_is_not_there()
    {
        Copy("word.library-v1", "1.3.0", Requires("word.good", "[2.0,)"));
        Copy("word.library-v1", "1.2.0", Requires("word.good", "[1.0,2.0)"));
        Job("\"word\": \"library-v1\"");

        Chosen(await _bench.Run("--dry-run"), 0).ShouldBe("word.library-v1 [1.2.0]");
    }

    [Theory]
    [InlineData("*", "1.5.0")]
    [InlineData("[1.6.0-beta.1,)", "1.6.0-beta.2")]
    public async Task A_pre_release_is_taken_only_where_no_release_fits(string range, string expected)
    {
        foreach (var version in new[] { "1.5.0", "1.6.0-beta.1", "1.6.0-beta.2" }) Copy("word.good", version);
        Job($$""" "word": { "use": "good", "version": "{{range}}", "options": { "text": "a" } } """);

        Chosen(await _bench.Run("--dry-run"), 0).ShouldBe($"word.good [{expected}]");
    }

    [Fact]
    public async Task What_two_plugins_require_of_a_third_must_hold_together()
    {
        foreach (var version in new[] { "1.5.0", "1.6.0", "1.7.0" }) Copy("word.good", version);
        Copy("word.library-v1", "1.2.0", Requires("word.good", "[1.0,1.7)"));
        Copy("word.library-v2", "2.2.0", Requires("word.good", "[1.5,2.0)"));
        Job("""
            "word": [
              { "use": "library-v1", "version": "1.2.0" },
              { "use": "library-v2", "version": "2.2.0" },
              { "use": "good", "options": { "text": "a" } } ]
            """);

        Chosen(await _bench.Run("--dry-run"), 2).ShouldBe("word.good [1.6.0]");
    }

    [Fact]
    public async Task A_requirement_that_cannot_be_met_is_told_as_a_chain_from_the_job()
    {
        Copy("word.library-v1", "1.2.0", Requires("word.library-v2", "[2.1,3.0)"));
        Copy("word.library-v2", "2.1.0", Requires("word.good", "[2.0,)"));
        Job(""" "word": { "use": "library-v1", "version": "[1.2,2.0)" } """);

        var result = (await _bench.Run()).ShouldExitWith(3);

        result.Finding("PH0311").ShouldContain(
            "word wants word.library-v1 [1.2.0, 2.0.0); word.library-v1 1.2.0 requires word.library-v2 [2.1.0, 3.0.0); "
            + "word.library-v2 2.1.0 requires word.good [2.0.0, ), found 1.4.0");
    }

    [Fact]
    public async Task Wishes_that_exclude_each_other_are_all_named_with_how_they_came_about()
    {
        Copy("word.good", "1.6.0");
        Copy("word.library-v1", "1.2.0", Requires("word.library-v2", "[2.1,3.0)"));
        Copy("word.library-v2", "2.1.0", Requires("word.good", "[1.5,)"));
        Job("""
            "word": [ { "use": "library-v1", "version": "1.2.0" }, { "use": "good", "version": "[1.0,1.5)", "options": { "text": "a" } } ]
            """);

        var finding = (await _bench.Run()).ShouldExitWith(2).Finding("PH0202");

        finding.ShouldContain("no version of word.good satisfies");
        finding.ShouldContain("word[1].version wants [1.0.0, 1.5.0)");
        finding.ShouldContain("word.library-v2 2.1.0 wants [1.5.0, )");
        finding.ShouldContain("word.library-v2 is needed because");
        finding.ShouldContain("word.library-v1 1.2.0 requires word.library-v2 [2.1.0, 3.0.0)");
        finding.ShouldContain("Found: 1.6.0, 1.4.0.");
    }

    [Fact]
    public async Task A_missing_requirement_is_told_with_who_asked_for_it()
    {
        Copy("word.library-v1", "1.2.0", Requires("word.god", "[1.0,2.0)"));
        Job(""" "word": { "use": "library-v1", "version": "1.2.0" } """);

        var finding = (await _bench.Run()).ShouldExitWith(3).Finding("PH0310");

        finding.ShouldContain("word wants word.library-v1 [1.2.0, ); word.library-v1 1.2.0 requires the plugin 'word.god'");
        finding.ShouldContain("Did you mean 'word.good'?");
    }

    [Fact]
    public async Task Requirements_in_a_circle_are_refused_without_end_nor_crash()
    {
        Copy("word.library-v1", "1.2.0", Requires("word.library-v2", "[2.1,3.0)"));
        Copy("word.library-v2", "2.1.0", Requires("word.library-v1", "[1.2,)"));
        Job(""" "word": { "use": "library-v1", "version": "1.2.0" } """);

        (await _bench.Run()).ShouldExitWith(3).Finding("PH0312").ShouldContain("word.library-v1 -> word.library-v2 -> word.library-v1");
    }

    private static (string Old, string New) Requires(string id, string range) =>
        (Framework, $"\"requires\": [{{ \"id\": \"{id}\", \"version\": \"{range}\" }}], {Framework}");

    private void Copy(string id, string version, params (string Old, string New)[] edits)
    {
        var present = id switch { "word.good" => "1.4.0", "word.library-v1" => "1.0.0", _ => "2.0.0" };
        _bench.CopyPlugin(id, $"mine/{id}-{version}", [($"\"version\": \"{present}\"", $"\"version\": \"{version}\""), .. edits]);
    }

    private void Job(string words) => _bench.Job($""" "plugins": ["mine"], "engine": "trivial", {words} """);

    private static string Chosen(CliResult result, int index)
    {
        var word = JsonNode.Parse(result.ShouldExitWith(0).Output)!["word"]![index]!;
        return $"{word["plugin"]} {word["version"]}";
    }
}
