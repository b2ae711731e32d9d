using PluginHost.Plugins.ConsoleOutput.Text;
using Spectre.Console.Testing;

namespace PluginHost.Tests.Observers.Console;

public sealed class TerminalTableTests
{
    [Fact]
    public void A_table_has_its_title_a_rule_and_its_numbers_to_the_right()
    {
        var lines = Draw(Events.Table(), 80);

        lines[0].ShouldBe("Test after each experience");
        lines.ShouldContain("  after         SDR (dB)  note");
        lines.ShouldContain("  experience 1     10.00  a");
        lines.ShouldContain("  average          -3.46  c");
        lines[^1].ShouldBe("  higher is better");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(20)]
    public void Columns_without_room_follow_below_behind_the_first_and_no_number_is_cut(int width)
    {
        var columns = Enumerable.Range(1, 12).Select(k => $"k = {k}").Prepend("after").ToArray();
        var rows = Enumerable.Range(1, 3).Select(t => (IReadOnlyList<object?>)[$"experience {t}", .. Enumerable.Range(1, 12).Select(k => (object?)(t + (k / 100.0)))]);
        var lines = Draw(new TableReported { Title = "R", Columns = columns, Rows = [.. rows] }, width);

        lines.ShouldAllBe(line => line.Length <= width);
        var text = string.Join('\n', lines);
        for (var t = 1; t <= 3; t++)
        {
            for (var k = 1; k <= 12; k++) text.ShouldContain(FormattableString.Invariant($"{t + (k / 100.0):F2}"));
        }

        lines.Count(line => line.StartsWith("  after", StringComparison.Ordinal)).ShouldBe(lines.Count(line => line.Contains('─', StringComparison.Ordinal)));
        foreach (var column in columns[1..]) text.ShouldContain(column);
    }

    [Fact]
    public void Long_texts_give_way()
    {
        var table = new TableReported { Title = "", Columns = ["component", "value"], Rows = [["a rather long description of it", 12345678.9]] };

        Draw(table, 28).ShouldContain(line => line.StartsWith("  a rather l", StringComparison.Ordinal) && line.EndsWith("12345678.90", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_without_rows_or_with_short_rows_is_drawn()
    {
        Draw(new TableReported { Title = "none", Columns = ["a"], Rows = [] }, 40).ShouldContain("  a");
        Draw(new TableReported { Title = "short", Columns = ["a", "b"], Rows = [["x"]] }, 40).ShouldContain("  x  -");
    }

    private static string[] Draw(TableReported table, int width)
    {
        using var console = new TestConsole().Width(width);
        console.Write(TerminalTable.Lay(table, width, unicode: true));
        return [.. console.Lines.Select(line => line.TrimEnd())];
    }
}
