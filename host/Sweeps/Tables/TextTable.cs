namespace PluginHost.Comparisons.Tables;

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
