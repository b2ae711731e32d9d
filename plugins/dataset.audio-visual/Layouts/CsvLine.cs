using System.Text;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Splits a line of comma-separated values; a field in quotes may hold commas, and quotes written twice.</summary>
internal static class CsvLine
{
    /// <summary>The fields without white space at their ends.</summary>
    /// <param name="line">The line.</param>
    public static List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when quoted && i + 1 < line.Length && line[i + 1] == '"':
                    field.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString().Trim());
                    field.Clear();
                    break;
                default:
                    field.Append(line[i]);
                    break;
            }
        }

        fields.Add(field.ToString().Trim());
        return fields;
    }
}
