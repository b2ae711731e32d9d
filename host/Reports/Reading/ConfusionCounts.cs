using System.Globalization;
using System.Text;

namespace PluginHost.Reports.Reading;

/// <summary>
/// How often samples of a class were taken for which one, as a metric that counts left it in <c>counts/METRIC-EXPERIENCE-SCOPE.csv</c>.
/// </summary>
/// <param name="Metric">The metric.</param>
/// <param name="Experience">The experience after which it was counted, from 0.</param>
/// <param name="Scope">The test, such as <c>test</c> for all classes seen.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Counts">Rows are true classes, columns predicted ones.</param>
internal sealed record ConfusionCounts(
    string Metric, int Experience, string Scope, IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<long>> Counts)
{
    /// <summary>Of more classes there is no picture.</summary>
    public const int MostClasses = 250;

    private const string Folder = "counts";
    private const long LargestFile = 4 << 20;

    /// <summary>Reads the counts of a run, in the order of experiences, and says of which files nothing is shown.</summary>
    public static (IReadOnlyList<ConfusionCounts> Counts, IReadOnlyList<string> Notes) ReadAll(string folder)
    {
        var (counts, notes) = (new List<ConfusionCounts>(), new List<string>());
        var place = Path.Combine(folder, Folder);
        if (!Directory.Exists(place)) return (counts, notes);
        foreach (var file in Directory.EnumerateFiles(place, "*.csv").Order(StringComparer.Ordinal))
        {
            try
            {
                if (Read(file) is { } read) counts.Add(read);
                else notes.Add($"{Folder}/{Path.GetFileName(file)} is no table of counts.");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                notes.Add($"{Folder}/{Path.GetFileName(file)} is left out: {exception.Message}");
            }
        }

        var sorted = counts.OrderBy(each => each.Metric, StringComparer.Ordinal).ThenBy(each => each.Experience)
            .ThenBy(each => each.Scope, StringComparer.Ordinal);
        return ([.. sorted], notes);
    }

    private static ConfusionCounts? Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file).Split('-');
        var at = Array.FindIndex(name, part => part.Length > 0 && part.All(char.IsAsciiDigit));
        if (at < 1 || at == name.Length - 1) return null;
        if (!int.TryParse(name[at], NumberStyles.None, CultureInfo.InvariantCulture, out var experience)) return null;
        if (new FileInfo(file).Length > LargestFile) throw new InvalidDataException($"it is larger than {RunFiles.Text(LargestFile)}");
        var rows = Rows(File.ReadAllText(file));
        if (rows.Count < 2 || rows[0].Count != rows.Count) return null;
        if (rows.Count - 1 > MostClasses) throw new InvalidDataException($"it has {rows.Count - 1} classes, and {MostClasses} at most are shown");
        var counts = rows.Skip(1).Select(row => row.Skip(1).Select(Count).ToArray()).ToArray();
        if (counts.Any(row => row.Length != counts.Length || row.Contains(-1))) return null;
        return new(string.Join('-', name[..at]), experience, string.Join('-', name[(at + 1)..]), [.. rows[0].Skip(1)], counts);
    }

    private static long Count(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : -1;

    // RFC 4180.
    private static List<List<string>> Rows(string text)
    {
        var (rows, row, field, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (quoted && letter == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[++i]);
            else if (letter == '"') quoted = !quoted;
            else if (quoted) field.Append(letter);
            else if (letter is ',' or '\n') End(letter == '\n');
            else if (letter != '\r') field.Append(letter);
        }

        if (field.Length > 0 || row.Count > 0) End(line: true);
        return rows;

        void End(bool line)
        {
            row.Add(field.ToString());
            field.Clear();
            if (!line) return;
            rows.Add(row);
            row = [];
        }
    }
}
