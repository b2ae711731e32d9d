using System.Text.Json.Nodes;
using PluginHost.Findings;

namespace PluginHost.Tests;

/// <summary><c>explain</c>: pages of the host, of libraries and of plugins, read from metadata.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("PH0203")]
    [InlineData("ph0203")]
    public async Task A_codes_page_is_printed_whatever_the_case(string code)
    {
        var output = (await _bench.Cli(["explain", code])).ShouldExitWith(0).Output;

        output.ShouldStartWith("PH0203  An option is unknown");
        output.ShouldContain("Way out:");
        output.ShouldNotContain("PH0204");
    }

    [Fact]
    public async Task Without_a_code_every_code_is_listed_with_its_title()
    {
        var lines = (await _bench.Cli(["explain"])).ShouldExitWith(0).Output.Split('\n');

        lines.ShouldContain(line => line.StartsWith("PH0101 ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("PH0804 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_code_is_a_finding_that_proposes_the_nearest()
    {
        var finding = (await _bench.Cli(["explain", "PH0299"])).ShouldExitWith(2).Finding("PH0003");

        finding.ShouldContain("no page tells of 'PH0299'");
        finding.ShouldContain("Did you mean 'PH02");
    }

    [Fact]
    public async Task A_plugin_brings_pages_of_its_own_which_are_found_without_loading_it()
    {
        var result = (await _bench.Cli(["explain", "FX0102", "--json"])).ShouldExitWith(0);

        var page = JsonNode.Parse(result.Output)!["pages"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)page["source"]!).ShouldBe("word.good");
        ((string)page["title"]!).ShouldBe("This machine is unfit for words");
    }

    [Fact]
    public async Task A_plugins_page_is_found_in_a_directory_that_is_named()
    {
        var bare = new Workbench { Layout = Workbench.Bare };
        using (bare)
        {
            bare.CopyPlugin("word.good", "mine/word.good");

            (await bare.Cli(["explain", "FX0102"])).ShouldExitWith(2);
            (await bare.Cli(["explain", "FX0102", "--plugins", Path.Combine(bare.Folder, "mine")])).ShouldExitWith(0)
                .Output.ShouldContain("FX0102  This machine is unfit");
        }
    }

    [Fact]
    public void A_text_is_cut_into_pages_at_its_headings()
    {
        var text = "# All\r\n\r\nintro\r\n\r\n## AB0001 First\r\n\r\ntext\r\n\r\n## No code\n\nmore\n\n## AB0002  Second \n";
        var pages = FindingPages.Parse(text, "x").ToArray();

        pages.Select(page => (page.Code, page.Title)).ShouldBe([("AB0001", "First"), ("AB0002", "Second")]);
        pages[0].Text.ShouldBe("text\n\n## No code\n\nmore");
    }

    [Fact]
    public void A_file_that_is_no_assembly_brings_no_pages()
    {
        File.WriteAllBytes(_bench.JobFile, [.. "MZ"u8, 1, 2, 3]);

        FindingPages.OfAssembly(_bench.JobFile).ShouldBeEmpty();
        FindingPages.OfAssembly(Path.Combine(_bench.Folder, "nothing.dll")).ShouldBeEmpty();
    }
}
