using PluginHost.Comparisons.Protocols;
using PluginHost.Json;

namespace PluginHost.Comparisons.Tables;

/// <summary>Writes results to the console.</summary>
internal static class ConsoleTable
{
    public static void Write(ResultTable table, TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine(table.Comparison.Title);
        foreach (var group in GroupTable.Of(table, text => text + " *"))
        {
            writer.WriteLine();
            if (group.Title.Length > 0) writer.WriteLine(group.Title);
            TextTable.Write(writer, group.Headings, group.Rows, "  ");
        }

        writer.WriteLine();
        foreach (var remark in FigureText.Remarks(table, "*")) writer.WriteLine(remark);
        ProtocolText.Console(new ProtocolTables(table.Comparison, table.Cells).All(), writer);
        foreach (var failure in table.Failures)
            writer.WriteLine($"FAILED {failure.Cell}: {failure.Reason} (see {LocatedJson.DisplayName(failure.Log)})");
    }
}

/// <summary>Writes rows in columns that are as wide as their widest cell; the last column is not padded.</summary>
internal static class TextTable
{
    public static void Write(
        TextWriter writer,
        IReadOnlyList<string> headings,
        IReadOnlyList<IReadOnlyList<string>> rows,
        string indent = "")
    {
        var widths = headings.Select((heading, column) => rows.Select(row => row[column].Length).Append(heading.Length).Max()).ToArray();
        WriteRow(writer, headings, widths, indent);
        WriteRow(writer, [.. widths.Select(width => new string('-', width))], widths, indent);
        foreach (var row in rows) WriteRow(writer, row, widths, indent);
    }

    private static void WriteRow(TextWriter writer, IReadOnlyList<string> cells, int[] widths, string indent) =>
        writer.WriteLine(indent + string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
}
