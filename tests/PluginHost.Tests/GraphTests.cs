using System.Text.Json.Nodes;

namespace PluginHost.Tests;

public class GraphTests : IDisposable
{
    private readonly Workbench _bench = new() { Layout = Workbench.Bare };

    public GraphTests()
    {
        Copy("word.library-v1", "word.top", ("word.middle", "[1.0,2.0)"), ("word.good", "[1.0,)"));
        Copy("word.library-v1", "word.middle", ("word.good", "[1.4,2.0)"));
        Copy("word.good", "word.good");
        Copy("engine.trivial", "engine.trivial");
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Requirements_are_shown_as_a_tree_with_the_version_that_serves_each()
    {
        var lines = (await Graph()).ShouldExitWith(0).Output.Split('\n');

        lines.Take(4).ShouldBe([
            "word.top 1.0.0",
            "├─ word.middle [1.0.0, 2.0.0): 1.0.0",
            "│  └─ word.good [1.4.0, 2.0.0): 1.4.0",
            "└─ word.good [1.0.0, ): 1.4.0",
        ]);
        lines[5].ShouldBe("Require nothing and are not required: engine.trivial 1.0.0");
    }

    [Fact]
    public async Task One_plugins_requirements_can_be_asked_for()
    {
        (await Graph("word.middle")).ShouldExitWith(0).Output.ShouldBe(
            $"word.middle 1.0.0{Environment.NewLine}└─ word.good [1.4.0, 2.0.0): 1.4.0{Environment.NewLine}");
        (await Graph("word.midle")).ShouldExitWith(2).Error.ShouldContain("Did you mean 'word.middle'?");
    }

    [Fact]
    public async Task The_graph_can_be_had_for_graphviz_and_for_programs()
    {
        var dot = (await Graph("--dot")).ShouldExitWith(0).Output;
        dot.ShouldStartWith("digraph plugins {");
        dot.ShouldContain("\"word.top\" -> \"word.middle\" [label=\"[1.0.0, 2.0.0)\"];");

        var edges = JsonNode.Parse((await Graph("--json")).ShouldExitWith(0).Output)!["requires"]!.AsArray();
        edges.Select(edge => $"{edge!["from"]} {edge["to"]} {edge["version"]}").ShouldBe(
            ["word.middle word.good 1.4.0", "word.top word.middle 1.0.0", "word.top word.good 1.4.0"]);
    }

    [Fact]
    public async Task Missing_plugins_unfit_versions_and_circles_are_shown_and_are_findings()
    {
        Copy("word.library-v2", "word.needy", ("word.absent", "[1.0,)"), ("word.good", "[9.0,)"));
        Copy("word.library-v2", "word.one", ("word.two", "*"));
        Copy("word.library-v2", "word.two", ("word.one", "*"));

        var result = (await Graph()).ShouldExitWith(3);

        result.Output.ShouldContain("├─ word.absent [1.0.0, ): missing");
        result.Output.ShouldContain("└─ word.good [9.0.0, ): no version fits");
        result.Output.ShouldContain("word.one 2.0.0");
        result.Finding("PH0310").ShouldContain("word.absent");
        result.Finding("PH0311").ShouldContain("found 1.4.0");
        result.Finding("PH0312").ShouldContain("word.one -> word.two -> word.one");
    }

    private Task<CliResult> Graph(params string[] more) =>
        _bench.Cli(["plugins", "graph", "--plugins", Path.Combine(_bench.Folder, "mine"), .. more]);

    private void Copy(string from, string id, params (string Id, string Range)[] requires)
    {
        var list = string.Join(", ", requires.Select(required => $"{{ \"id\": \"{required.Id}\", \"version\": \"{required.Range}\" }}"));
        _bench.CopyPlugin(
            from,
            "mine/" + id,
            ($"\"id\": \"{from}\"", $"\"id\": \"{id}\""),
            ("\"targetFramework\"", $"\"requires\": [{list}], \"targetFramework\""));
    }
}
