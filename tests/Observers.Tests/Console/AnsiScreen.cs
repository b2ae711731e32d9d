using System.Text;

namespace PluginHost.Tests.Observers.Console;

/// <summary>What a terminal shows after text with carriage returns, erase-line and colour escapes.</summary>
internal static class AnsiScreen
{
    public static List<string> Replay(string text)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var column = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\n': lines.Add(line.ToString()); line.Clear(); column = 0; break;
                case '\r': column = 0; break;
                case '\u001b':
                    var end = i + 2;
                    while (!char.IsLetter(text[end])) end++;
                    if (text[end] == 'K') line.Length = column;
                    i = end;
                    break;
                default:
                    if (column < line.Length) line[column] = text[i];
                    else line.Append(text[i]);
                    column++;
                    break;
            }
        }

        lines.Add(line.ToString());
        return lines;
    }
}
