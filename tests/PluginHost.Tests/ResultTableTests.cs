using PluginHost.Comparisons;
using PluginHost.Comparisons.Tables;

namespace PluginHost.Tests;

public class ResultTableTests : IDisposable
{
    private readonly Workbench _bench = new Workbench().Job(ComparisonBench.Job);
    private readonly Comparison _comparison;

    public ResultTableTests() => _comparison = ComparisonBench.Read(_bench, ComparisonBench.Methods);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_best_of_a_column_is_marked_but_never_a_bound()
    {
        var table = Table(new() { ["first"] = [(5, 1), (6, 1)], ["second"] = [(4, 0.5), (5, 0.5)], ["limit"] = [(9, 0.1), (9, 0.1)] });

        Best(table, "first").ShouldBe([true, false]);
        Best(table, "second").ShouldBe([false, true]);
        Best(table, "limit").ShouldBe([false, false]);
    }

    [Fact]
    public void What_is_left_out_for_a_reason_is_told_under_the_table()
    {
        var comparison = ComparisonBench.Read(
            _bench,
            ComparisonBench.Methods.Replace(
                "\"table\":",
                """ "except": [ { "method": ["second", "limit"], "because": "the network has no maps" }, { "seed": 2 } ], "table": """,
                StringComparison.Ordinal));
        ComparisonBench.Cells(comparison).Select(cell => cell.Name).ShouldBe(["first, seed 1"]);

        var remarks = FigureText.Remarks(TableBuilder.Build(comparison, []), "Bold").ToArray();

        remarks.Where(remark => remark.StartsWith("Left out", StringComparison.Ordinal))
            .ShouldBe(["Left out: second, limit (the network has no maps)."]);
    }

    [Fact]
    public void Figures_that_look_the_same_are_equally_good()
    {
        // 5.52 and 5.48 are both 5.5 with one decimal; losses of 1.001 and 1.004 are both 1.00.
        var table = Table(new() { ["first"] = [(5.52, 1.001), (5.52, 1.001)], ["second"] = [(5.48, 1.004), (5.48, 1.004)] });

        Best(table, "first").ShouldBe([true, true]);
        Best(table, "second").ShouldBe([true, true]);
    }

    [Fact]
    public void Means_are_over_the_complete_repetitions_and_the_failed_ones_are_told()
    {
        var table = Table(new() { ["first"] = [(5, 1)], ["limit"] = [(9, 1), (11, 1)] });

        var first = Entry(table, "first");
        (first.Done, first.Failed, first.Shortfall).ShouldBe((1, 1, "1 of 2"));
        first.Figures[0].Ours.ShouldBe(new Sample(1, 5, null));
        Entry(table, "second").Shortfall.ShouldBe("failed");
        var limit = Entry(table, "limit").Figures[0].Ours!;
        limit.Mean.ShouldBe(10);
        limit.HalfWidth!.Value.ShouldBe(12.7062, 1e-3);
    }

    [Fact]
    public void Markdown_has_bold_bests_published_figures_failures_and_the_way_the_interval_was_found()
    {
        var text = MarkdownTable.Text(Table(new() { ["first"] = [(5, 1), (5, 1)], ["limit"] = [(9, 0), (9, 0)] }), "/runs");

        text.ShouldContain("## Methods &lt;compared>");
        text.ShouldContain("| method | SDR (dB) ↑ | published | loss ↓ |");
        text.ShouldContain("| first | 5.0 ± 0.0 | 7.3 | 1.00 ± 0.00 | 2.0 s |  |");
        text.ShouldContain("| limit (bound) | 9.0 ± 0.0 | - | 0.00 ± 0.00 |");
        text.ShouldContain("| second | - | - | - | - | failed |");
        text.ShouldContain("(see `second_seed-1/output.log`)");
        text.ShouldContain("it \\| broke");
        text.ShouldContain("Student's t with n-1 degrees of freedom (n = 2: t = 12.706)");
        text.ShouldContain("Published: A paper, Table 1");
        MarkdownTable.Text(Table(new() { ["first"] = [(5, 1)], ["second"] = [(4, 2)] }), "/runs")
            .ShouldContain("| first | **5.0** | 7.3 | **1.00** |");
    }

    [Fact]
    public void Html_is_one_escaped_page_with_published_figures_beside_ours()
    {
        var text = HtmlTable.Text(Table(new() { ["first"] = [(5, 1), (6, 1)], ["second"] = [(4, 2), (4, 2)] }), "/runs", [new("AUC & co", ["method", "p"], [["a < b", "0.03125"]], "How to read it")]);

        text.ShouldContain("<h1>Methods &lt;compared&gt;</h1>");
        text.ShouldContain("<b>5.5<span class=\"ci\"> ± 6.4</span></b><small>published 7.3</small>");
        text.ShouldContain("<tr class=\"bound\">");
        text.ShouldContain("href=\"limit_seed-1/output.log\"");
        text.ShouldContain("prefers-color-scheme: dark");
        text.ShouldContain("<h2>AUC &amp; co</h2>");
        text.ShouldContain("<tr><th>method</th><th>p</th></tr>");
        text.ShouldContain("<tr><td>a &lt; b</td><td>0.03125</td></tr>");
        text.ShouldContain("<p class=\"about\">How to read it</p>");
        text.ShouldNotContain("http");
    }

    [Fact]
    public void Csv_has_a_line_per_place_and_figure_and_a_line_per_run_with_every_scalar()
    {
        var table = Table(new() { ["first"] = [(5, 1), (6, 1)] });

        var lines = CsvTable.Text(table).Split('\n');
        lines[0].ShouldStartWith("method,figure,unit,n,runs,failed,mean,ci95_half_width,best,bound,published,source");
        lines[1].ShouldStartWith("first,SDR,dB,2,2,0,5.5,6.35");
        lines[1].ShouldEndWith(",0,0,7.33,\"A paper, Table 1\",2");
        var cells = CsvTable.CellsText(table).Split('\n');
        cells[0].ShouldBe("method,seed,state,reason,wall_seconds,folder,complete,experiences[1].test.SDR,loss");
        cells[1].ShouldBe("first,1,done,,2,first_seed-1,1,5,1");
        cells[2].ShouldBe("second,1,failed,it | broke,2,second_seed-1,,,");
    }

    private ResultTable Table(Dictionary<string, (double Sdr, double Loss)[]> figures) => ComparisonBench.Table(_comparison, figures);

    private static TableEntry Entry(ResultTable table, string method) =>
        table.Rows.Single(row => row.Names[0] == method).Entries[0].ShouldNotBeNull();

    private static bool[] Best(ResultTable table, string method) => [.. Entry(table, method).Figures.Select(figure => figure.Best)];
}
