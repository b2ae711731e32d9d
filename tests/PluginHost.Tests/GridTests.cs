using PluginHost.Comparisons.Cells;
using PluginHost.Findings;

namespace PluginHost.Tests;

public class GridTests : IDisposable
{
    private readonly Workbench _bench = new Workbench().Job(ComparisonBench.Job);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Every_combination_is_a_cell_with_a_name_a_folder_and_the_changes_of_its_values()
    {
        var cells = ComparisonBench.Cells(ComparisonBench.Read(_bench, ComparisonBench.Methods));

        cells.Select(cell => cell.Name).ShouldBe(
            ["first, seed 1", "second, seed 1", "limit, seed 1", "first, seed 2", "second, seed 2", "limit, seed 2"]);
        cells[4].Folder.ShouldBe("second_seed-2");
        cells[4].Changes.Select(change => change.Text).ShouldBe(["word.options.repeat=2", "seed=2"]);
        cells.Select(cell => cell.Bound).ShouldBe([false, false, true, false, false, true]);
    }

    [Fact]
    public void Exceptions_leave_out_the_combinations_that_they_name()
    {
        var text = ComparisonBench.Methods.Replace(
            "\"table\":",
            """ "except": [ { "method": ["second", "limit"], "seed": 2 }, { "method": "limit" } ], "table": """,
            StringComparison.Ordinal);

        var cells = ComparisonBench.Cells(ComparisonBench.Read(_bench, text));

        cells.Select(cell => cell.Name).ShouldBe(["first, seed 1", "second, seed 1", "first, seed 2"]);
    }

    [Fact]
    public void The_changes_of_the_comparison_come_before_those_of_its_axes()
    {
        var text = ComparisonBench.Methods.Replace(
            "\"axes\":",
            """ "set": { "word": { "use": "good", "options": { "text": "a b" } }, "seed": 9 }, "axes": """,
            StringComparison.Ordinal);

        ComparisonBench.Cells(ComparisonBench.Read(_bench, text))[1].Changes.Select(change => change.Text).ShouldBe(
            ["""word={"use":"good","options":{"text":"a b"}}""", "seed=9", "word.options.repeat=2", "seed=1"]);
    }

    [Fact]
    public void Names_that_would_share_a_folder_are_refused()
    {
        var text = ComparisonBench.Methods.Replace("\"second\"", "\"FIRST!\"", StringComparison.Ordinal);

        var findings = Grid.Expand(ComparisonBench.Read(_bench, text)).Findings;

        findings.All[0].Finding.Code.ShouldBe("PH0608");
        findings.All[0].Finding.What.ShouldContain("'first, seed 1' and 'FIRST!, seed 1'");
    }

    [Fact]
    public void A_grid_of_which_everything_is_left_out_is_refused()
    {
        var text = ComparisonBench.Methods.Replace(
            "\"table\":",
            """ "except": [ { "seed": [1, 2] } ], "table": """,
            StringComparison.Ordinal);

        var (cells, findings) = Grid.Expand(ComparisonBench.Read(_bench, text));

        cells.ShouldBeEmpty();
        findings.All.ShouldHaveSingleItem().Finding.Code.ShouldBe("PH0607");
    }
}
