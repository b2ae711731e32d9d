using PluginHost.Comparisons.Protocols;

namespace PluginHost.Comparisons.Tables;

/// <summary>Writes the files of a table into a comparison's folder.</summary>
internal static class TableFiles
{
    public static readonly IReadOnlyList<string> Names = ["table.csv", "table.md", "table.html", "cells.csv"];

    public static void Write(ResultTable table, ComparisonFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        Write(folder.File("table.csv"), CsvTable.Text(table));
        var protocols = new ProtocolTables(table.Comparison, table.Cells).All().ToArray();
        Write(folder.File("table.md"), MarkdownTable.Text(table, folder.Path) + ProtocolText.Markdown(protocols));
        Write(folder.File("table.html"), HtmlTable.Text(table, folder.Path, protocols));
        Write(folder.File("cells.csv"), CsvTable.CellsText(table));
        if (protocols.Length > 0) Write(folder.File(ProtocolText.FileName), ProtocolText.Csv(protocols));
    }

    // At once, so that a reader never sees half a table.
    private static void Write(string file, string text)
    {
        var temporary = $"{file}.{Environment.ProcessId}.tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, file, overwrite: true);
    }
}
