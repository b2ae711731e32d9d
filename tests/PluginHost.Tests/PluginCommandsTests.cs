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
        output.ShouldContain("PluginHost.Contracts [1.0.0, 2.0.0)");
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

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("plugins", "list")]
    [InlineData("plugins", "inspect")]
    [InlineData("plugins", "pack")]
    [InlineData("plugins", "verify")]
    [InlineData("plugins", "install")]
    [InlineData("plugins", "remove")]
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
