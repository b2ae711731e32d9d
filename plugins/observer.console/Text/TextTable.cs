using System.Globalization;

namespace PluginHost.Plugins.ConsoleOutput.Text;

/// <summary>Lays out a table in columns of characters: numbers to the right with two decimals, texts to the left, <c>-</c> for what is not defined.</summary>
public static class TextTable
{
    private const string Gap = "  ";
    private const int NarrowestText = 6;

    /// <summary>Lays out a table.</summary>
    /// <param name="columns">Headings.</param>
    /// <param name="rows">Rows of numbers, texts and nulls; short rows are filled up.</param>
    /// <param name="width">The room there is, in characters. Long texts are cut to fit; numbers never are.</param>
    /// <param name="unicode">Whether to draw the rule and cuts with characters beyond ASCII.</param>
    /// <returns>The heading, a rule and one line for each row, without trailing blanks.</returns>
    public static IReadOnlyList<string> Lay(
        IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<object?>> rows, int width = int.MaxValue, bool unicode = true)
    {
        var count = columns.Count;
        var cells = rows.Select(row => Enumerable.Range(0, count).Select(i => Cell(i < row.Count ? row[i] : null)).ToArray()).ToArray();
        var right = new bool[count];
        var widths = new int[count];
        for (var i = 0; i < count; i++)
        {
            right[i] = rows.All(row => i >= row.Count || row[i] is null or double or float or int or long);
            widths[i] = cells.Select(row => row[i].Length).Append(columns[i].Length).Max();
        }

        Narrow(widths, right, width);
        var lines = new List<string>
        {
            Line(columns, widths, right, unicode),
            string.Join(Gap, widths.Select(w => new string(unicode ? '─' : '-', w))),
        };
        lines.AddRange(cells.Select(row => Line(row, widths, right, unicode)));
        return lines;
    }

    /// <summary>Writes one cell.</summary>
    /// <param name="value">A number, a text or <see langword="null"/>.</param>
    /// <returns>The text.</returns>
    public static string Cell(object? value) => value switch
    {
        null => Amounts.Undefined,
        double number => Amounts.Score(number),
        float number => Amounts.Score(number),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => (value.ToString() ?? "").ReplaceLineEndings(" "),
    };

    private static void Narrow(int[] widths, bool[] right, int width)
    {
        var excess = widths.Sum() + (Gap.Length * (widths.Length - 1)) - (long)width;
        for (; excess > 0; excess--)
        {
            var widest = -1;
            for (var i = 0; i < widths.Length; i++)
            {
                if (!right[i] && widths[i] > NarrowestText && (widest < 0 || widths[i] > widths[widest])) widest = i;
            }

            if (widest < 0) return;
            widths[widest]--;
        }
    }

    private static string Line(IReadOnlyList<string> cells, int[] widths, bool[] right, bool unicode) =>
        string.Join(Gap, cells.Select((cell, i) => Fit(cell, widths[i], right[i], unicode))).TrimEnd();

    private static string Fit(string text, int width, bool right, bool unicode)
    {
        if (text.Length > width) text = Lines.Cut(text, width, unicode);
        return right ? text.PadLeft(width) : text.PadRight(width);
    }
}
