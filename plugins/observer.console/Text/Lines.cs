using System.Text;

namespace PluginHost.Plugins.ConsoleOutput.Text;

/// <summary>Fits text into lines.</summary>
public static class Lines
{
    /// <summary>Cuts a line that is too long, with a mark where it was cut.</summary>
    /// <param name="text">The line.</param>
    /// <param name="width">The room there is.</param>
    /// <param name="unicode">Whether the mark may be one character beyond ASCII.</param>
    /// <returns>The line, no longer than <paramref name="width"/>.</returns>
    public static string Cut(string text, int width, bool unicode)
    {
        if (text.Length <= width) return text;
        var mark = unicode ? "…" : "..";
        return width <= mark.Length ? text[..Math.Max(0, width)] : string.Concat(text.AsSpan(0, width - mark.Length), mark);
    }

    /// <summary>Joins parts by commas and breaks the line between parts.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="indent">What each line starts with.</param>
    /// <param name="width">The room there is, the indent included; a part longer than that stays whole.</param>
    /// <returns>The lines.</returns>
    public static IEnumerable<string> Flow(IEnumerable<string> parts, string indent, int width)
    {
        var line = new StringBuilder();
        foreach (var part in parts)
        {
            if (line.Length > 0)
            {
                line.Append(',');
                if (indent.Length + line.Length + 2 + part.Length > width)
                {
                    yield return indent + line;
                    line.Clear();
                }
                else
                {
                    line.Append(' ');
                }
            }

            line.Append(part);
        }

        if (line.Length > 0) yield return indent + line;
    }
}
