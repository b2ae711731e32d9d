using System.Text.Json.Nodes;

namespace PluginHost.Tests;

public class PluginCommandsTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task List_shows_every_plugin_with_its_components_and_state()
    {
        var result = (await _bench.Cli(["plugins", "list"])).ShouldExitWith(3);

        var lines = result.Output.Split('\n');
        lines.ShouldContain(
            line => line.StartsWith("engine.trivial", StringComparison.Ordinal) && line.Contains(" verified ", StringComparison.Ordinal));
        lines.ShouldContain(
            line => line.StartsWith("word.future", StringComparison.Ordinal) && line.Contains(" faulted ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Trim().StartsWith("source.loud", StringComparison.Ordinal));
        result.Finding("PH0306").ShouldContain("word.future");
    }

    [Fact]
    public async Task List_as_json_can_be_read_by_programs()
    {
        var json = JsonNode.Parse((await _bench.Cli(["plugins", "list", "--json"])).Output)!.AsArray();

        var good = json.Single(plugin => plugin!["id"]!.GetValue<string>() == "word.good")!;
        good["version"]!.GetValue<string>().ShouldBe("1.4.0");
        good["components"]!
            .AsArray()
            .Select(component => component!["name"]!.GetValue<string>())
            .ShouldBe(["good", "loud", "recording", "small"]);
    }

    [Fact]
    public async Task List_executes_nothing_of_a_plugin()
    {
        _bench.CopyPlugin("word.silent", "mine/one");

        (
            await _bench.Cli(
                ["plugins", "list", "--plugins", Path.Combine(_bench.Folder, "mine")])).Error.ShouldNotContain("no registration today");
    }

    [Fact]
    public async Task Inspect_shows_options_with_types_ranges_defaults_and_descriptions()
    {
        var output = (await _bench.Cli(["plugins", "inspect", "word.good"])).ShouldExitWith(0).Output;

        output.ShouldContain("word.good 1.4.0");
        output.ShouldContain("PluginHost.Contracts [0.1.0, 0.2.0)");
        Line(output, "lambda ").ShouldContain("a number from 0 to 1");
        Line(output, "lambda ").ShouldContain("0.5");
        Line(output, "text ").ShouldSatisfyAllConditions(
            line => line.ShouldContain("(required)"),
            line => line.ShouldContain("What it says"));
        Line(output, "case ").ShouldContain("one of \"Lower\", \"Upper\"");
        Line(output, "margins.left ").ShouldContain("an integer from 0 to 5");
        output.ShouldContain("offers ILoud, ISource");
    }

    [Fact]
    public async Task Inspect_as_json_holds_the_schema_of_the_options()
    {
        var json = JsonNode.Parse((await _bench.Cli(["plugins", "inspect", "word.good", "--json"])).ShouldExitWith(0).Output)!;

        var schema = json["components"]![0]!["options"]!;
        schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(["text"]);
        schema["additionalProperties"]!.GetValue<bool>().ShouldBeFalse();
        schema["properties"]!["repeat"]!["maximum"]!.GetValue<int>().ShouldBe(10);
        schema["properties"]!["sizes"]!["default"]!.ToJsonString().ShouldBe("[1,2]");
    }

    [Fact]
    public async Task Inspect_shows_what_a_component_needs_and_why()
    {
        (await _bench.Cli(["plugins", "inspect", "word.faulty"]))
            .ShouldExitWith(0).Output
            .ShouldContain("needs ILoud because it must be heard");
    }

    [Fact]
    public async Task Inspect_of_an_unknown_plugin_suggests_the_nearest()
    {
        (await _bench.Cli(["plugins", "inspect", "word.god"])).ShouldExitWith(2).Error.ShouldContain("Did you mean 'word.good'?");
    }

    [Fact]
    public async Task Doctor_tells_of_the_host_the_shared_set_and_runs_the_diagnostics_of_plugins()
    {
        var result = await _bench.Cli(["doctor"]);

        result.Output.ShouldContain(".NET 10");
        result.Output.ShouldContain("shared Fixtures.Contracts");
        Line(result.Output, "ok       vocabulary").ShouldContain("26 letters");
        result.ShouldExitWith(3).Finding("PH0306").ShouldContain("word.future");
    }

    [Fact]
    public async Task List_shows_the_highest_version_of_each_and_with_all_every_copy_with_origin_and_reason()
    {
        _bench.CopyPlugin("word.good", "mine/same");
        _bench.CopyPlugin("word.good", "mine/newer", ("1.4.0", "1.5.0"), ("net10.0", "net99.0"));
        var mine = Path.Combine(_bench.Folder, "mine");

        var few = Lines((await _bench.Cli(["plugins", "list", "--plugins", mine])).Output);
        var all = Lines((await _bench.Cli(["plugins", "list", "--all", "--plugins", mine])).Output);

        few.Length.ShouldBe(1);
        few[0].ShouldContain(" 1.5.0 ");
        all.Length.ShouldBe(3);
        all[0].ShouldSatisfyAllConditions(
            line => line.ShouldContain(" 1.5.0    faulted   named "),
            line => line.ShouldContain("target framework 'net99.0' does not run here"));
        all[1].ShouldContain("verified  named     " + mine);
        all[2].ShouldSatisfyAllConditions(
            line => line.ShouldContain("shadowed  built-in  " + Workbench.Plugins),
            line => line.ShouldContain($"the copy in {mine}/same is searched first"));

        static string[] Lines(string output) =>
            [.. output.Split('\n').Where(line => line.StartsWith("word.good ", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Inspect_takes_a_version_and_tells_state_content_and_natives()
    {
        var folder = _bench.CopyPlugin("word.good", "mine/older", ("1.4.0", "1.3.0"));
        File.WriteAllBytes(Path.Combine(folder, "libnative.so"), [0x7F, (byte)'E', (byte)'L', (byte)'F', 0]);
        string[] line = ["plugins", "inspect", "word.good@1.3.0", "--plugins", Path.Combine(_bench.Folder, "mine")];

        var output = (await _bench.Cli(line)).ShouldExitWith(0).Output;
        var json = JsonNode.Parse((await _bench.Cli([.. line, "--json"])).Output)!;

        output.ShouldStartWith("word.good 1.3.0");
        Line(output, "state ").ShouldContain("verified: every check passed");
        Line(output, "natives ").ShouldContain("libnative.so");
        Line(output, "content ").ShouldContain("(no hashes in the manifest)");
        json["natives"]![0]!.GetValue<string>().ShouldBe("libnative.so");
        json["sha256"]!.GetValue<string>().Length.ShouldBe(64);
        (await _bench.Cli(["plugins", "inspect", "word.good@7.0"])).ShouldExitWith(2).Error.ShouldContain("there is no plugin");
    }

    [Fact]
    public async Task A_finished_run_tells_the_state_of_each_plugin_and_why()
    {
        _bench.Job(""" "engine": { "use": "wayward", "options": { "mode": "Crash" } }, "word": "library-v1" """);
        await _bench.Run();

        var plugins = JsonNode.Parse(_bench.RunFile("run.json"))!["plugins"]!.AsArray()
            .ToDictionary(plugin => plugin!["id"]!.GetValue<string>());
        plugins["engine.trivial"]!["state"]!.GetValue<string>().ShouldBe("faulted");
        plugins["engine.trivial"]!["reason"]!.GetValue<string>().ShouldNotBeEmpty();
        plugins["word.library-v1"]!["state"]!.GetValue<string>().ShouldBe("active");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("plugins", "list")]
    [InlineData("plugins", "inspect")]
    [InlineData("plugins", "pack")]
    [InlineData("plugins", "verify")]
    [InlineData("plugins", "install")]
    [InlineData("plugins", "remove")]
    [InlineData("plugins", "lock")]
    [InlineData("plugins", "graph")]
    [InlineData("doctor")]
    public async Task Every_command_has_help_with_examples_and_a_json_option(params string[] command)
    {
        var output = (await _bench.Cli([.. command, "--help"])).ShouldExitWith(0).Output;

        output.ShouldContain("--json");
        output.ShouldContain($"Examples:{Environment.NewLine}  dotnet host {string.Join(' ', command)}");
    }

    private static string Line(string output, string start) =>
        output.Split('\n').FirstOrDefault(line => line.TrimStart().StartsWith(start, StringComparison.Ordinal)) ?? "";
}
