using System.Text;

namespace PluginHost.Comparisons.Tables;

/// <summary>Writes results as Markdown.</summary>
internal static class MarkdownTable
{
    public static string Text(ResultTable table, string folder)
    {
        var text = new StringBuilder();
        text.Append("## ").Append(Escaped(table.Comparison.Title)).Append('\n');
        if (table.Comparison.Description is { } description) text.Append('\n').Append(Escaped(description)).Append('\n');
        foreach (var group in GroupTable.Of(table, ours => $"**{ours}**"))
        {
            text.Append('\n');
            if (group.Title.Length > 0) text.Append("### ").Append(Escaped(group.Title)).Append("\n\n");
            Row(text, group.Headings);
            Row(text, [.. group.Headings.Select((_, index) => index < table.Comparison.Rows.Count ? "---" : "---:")]);
            foreach (var row in group.Rows) Row(text, row);
        }

        text.Append('\n');
        foreach (var remark in FigureText.Remarks(table, "**Bold**")) text.Append("- ").Append(remark).Append('\n');
        foreach (var failure in table.Failures)
        {
            var log = Path.GetRelativePath(folder, failure.Log);
            text.Append("- **Failed** ").Append(Escaped($"{failure.Cell}: {failure.Reason}")).Append($" (see `{log}`)\n");
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(Bold)).Append(" |\n");

    private static string Bold(string cell) =>
        cell.StartsWith("**", StringComparison.Ordinal) && cell.EndsWith("**", StringComparison.Ordinal) ? cell : Escaped(cell);

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
