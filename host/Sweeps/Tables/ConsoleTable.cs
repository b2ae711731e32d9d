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
        foreach (var failure in table.Failures)
            writer.WriteLine($"FAILED {failure.Cell}: {failure.Reason} (see {LocatedJson.DisplayName(failure.Log)})");
    }
}
