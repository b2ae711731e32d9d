using PluginHost.Plugins.ConsoleOutput.Text;

namespace PluginHost.Tests.Observers.Console;

public sealed class TextTableTests
{
    [Fact]
    public void Numbers_stand_to_the_right_with_two_decimals_and_texts_to_the_left()
    {
        var lines = TextTable.Lay(["after", "SDR (dB)", "note"], [["experience 1", 10.0, "a"], ["2", -3.456, "bb"]]);

        lines.ShouldBe(
        [
            "after         SDR (dB)  note",
            "────────────  ────────  ────",
            "experience 1     10.00  a",
            "2                -3.46  bb",
        ]);
    }

    [Fact]
    public void What_is_not_defined_is_a_dash_in_line_with_the_numbers()
    {
        var lines = TextTable.Lay(["k", "SDR"], [[1, double.NaN], [12, null], [3, 1.5], [4]], unicode: false);

        lines.ShouldBe([" k   SDR", "--  ----", " 1     -", "12     -", " 3  1.50", " 4     -"]);
    }

    [Fact]
    public void Only_texts_are_cut_when_room_is_short()
    {
        var lines = TextTable.Lay(["component", "value"], [["a rather long description of it", 12345678.9]], width: 24);

        lines.ShouldAllBe(line => line.Length <= 24);
        lines[2].ShouldEndWith("12345678.90");
        lines[2].ShouldStartWith("a rather l…");
    }

    [Fact]
    public void A_line_end_in_a_cell_does_not_break_the_table() => TextTable.Cell("one\ntwo").ShouldBe("one two");

    [Fact]
    public void A_table_without_rows_is_its_heading() => TextTable.Lay(["a"], []).Count.ShouldBe(2);
}
