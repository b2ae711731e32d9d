using PluginHost.Comparisons.Protocols;
using PluginHost.Json;

namespace PluginHost.Comparisons.Tables;

/// <summary>Writes the files of a table into a comparison's folder.</summary>
internal static class TableFiles
{
    public static readonly IReadOnlyList<string> Names = ["table.csv", "table.md", "table.html", JsonTable.FileName, "cells.csv"];

    public static void Write(ResultTable table, ComparisonFolder folder)
    {
        Directory.CreateDirectory(folder.Path);
        WholeFile.Write(folder.File("table.csv"), CsvTable.Text(table));
        var protocols = new ProtocolTables(table.Comparison, table.Cells).All().ToArray();
        WholeFile.Write(folder.File("table.md"), MarkdownTable.Text(table, folder.Path) + ProtocolText.Markdown(protocols));
        WholeFile.Write(folder.File("table.html"), HtmlTable.Text(table, folder.Path, protocols));
        WholeFile.Write(folder.File(JsonTable.FileName), JsonTable.Text(table, protocols));
        WholeFile.Write(folder.File("cells.csv"), CsvTable.CellsText(table));
        if (protocols.Length > 0) WholeFile.Write(folder.File(ProtocolText.FileName), ProtocolText.Csv(protocols));
    }
}
