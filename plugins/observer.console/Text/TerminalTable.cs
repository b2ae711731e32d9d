using Spectre.Console;
using Spectre.Console.Rendering;
using Margin = Spectre.Console.Padding;
using Words = Spectre.Console.Text;

namespace PluginHost.Plugins.ConsoleOutput.Text;

/// <summary>
/// A table of results for a terminal, drawn by Spectre.Console. Columns that do not fit beside one another follow below, each time behind the first
/// column; numbers are never cut.
/// </summary>
public static class TerminalTable
{
    private const int NarrowestText = 6;

    // Blanks before a column: the border's and one more. One blank ends a line.
    private const int Gap = 2;

    /// <summary>Lays out a table.</summary>
    /// <param name="table">The event.</param>
    /// <param name="width">The room there is, in columns.</param>
    /// <param name="unicode">Whether characters beyond ASCII may be used.</param>
    /// <returns>Title, table and caption.</returns>
    public static IRenderable Lay(TableReported table, int width, bool unicode)
    {
        List<IRenderable> parts = [new Words(table.Title, new Style(decoration: Decoration.Bold))];
        parts.AddRange(Blocks(table, width).Select(columns => Draw(table, columns, width, unicode)));
        if (table.Caption is not null) parts.Add(new Padder(new Words(table.Caption, new Style(decoration: Decoration.Dim)), new Margin(2, 0, 0, 0)));
        return new Rows(parts);
    }

    private static List<int[]> Blocks(TableReported table, int width)
    {
        int Room(IEnumerable<int> columns) => 1 + columns.Sum(i => Gap + (IsNumeric(table, i) ? Widest(table, i) : Math.Min(Widest(table, i), NarrowestText)));
        List<int[]> blocks = [];
        int[] block = table.Columns.Count == 0 ? [] : [0];
        foreach (var column in Enumerable.Range(1, Math.Max(0, table.Columns.Count - 1)))
        {
            if (block.Length > 1 && Room([.. block, column]) > width)
            {
                blocks.Add(block);
                block = [0];
            }

            block = [.. block, column];
        }

        if (block.Length > 0) blocks.Add(block);
        return blocks;
    }

    private static Table Draw(TableReported table, int[] columns, int width, bool unicode)
    {
        var texts = Texts(table, columns, width);
        var drawn = new Table { Border = TableBorder.Simple, BorderStyle = new Style(decoration: Decoration.Dim) };
        foreach (var column in columns)
        {
            drawn.AddColumn(new TableColumn(new Words(Cut(table.Columns[column], texts[column], unicode)))
            {
                NoWrap = true,
                Width = texts[column],
                Padding = new Margin(1, 0, 0, 0),
                Alignment = IsNumeric(table, column) ? Justify.Right : Justify.Left,
            });
        }

        foreach (var row in table.Rows) drawn.AddRow(columns.Select(column => new Words(Cut(Cell(row, column), texts[column], unicode))));
        return drawn;
    }

    // The widths of the columns; long texts give way where room is short.
    private static Dictionary<int, int> Texts(TableReported table, int[] columns, int width)
    {
        var widths = columns.ToDictionary(column => column, column => Widest(table, column));
        while (widths.Values.Sum(each => each + Gap) + 1 > width)
        {
            var widest = columns.Where(column => !IsNumeric(table, column) && widths[column] > NarrowestText)
                .OrderByDescending(column => widths[column]).Select(column => (int?)column).FirstOrDefault();
            if (widest is not { } text) break;
            widths[text]--;
        }

        return widths;
    }

    private static bool IsNumeric(TableReported table, int column) =>
        table.Rows.All(row => column >= row.Count || row[column] is null or double or float or int or long);

    private static int Widest(TableReported table, int column) =>
        Math.Max(1, table.Rows.Select(row => Cell(row, column)).Append(table.Columns[column]).Max(Cells));

    private static int Cells(string text) => new Segment(text).CellCount();

    private static string Cell(IReadOnlyList<object?> row, int column) => TextTable.Cell(column < row.Count ? row[column] : null);

    private static string Cut(string text, int cells, bool unicode) =>
        Cells(text) <= cells ? text : string.Concat(Segment.Truncate(new Segment(text), cells - (unicode ? 1 : 2))?.Text, unicode ? "…" : "..");
}
