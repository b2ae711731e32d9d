using System.Globalization;
using System.Text;
using PluginHost.Contracts;

namespace PluginHost.DataSets.Sources;

/// <summary>A text file of a published layout, one entry a line.</summary>
public sealed class ListFile
{
    private const int LongestLine = 4096;
    private readonly string _path;

    private ListFile(string path, string[] lines) => (_path, Lines) = (path, lines);

    /// <summary>Its lines without white space at their ends; an empty last line is none.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Reads a list.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <exception cref="JobException">It is not there or has no line.</exception>
    public static ListFile Read(string path)
    {
        var file = DataFile.At(path, "Unpack the set again, with its lists.");
        var lines = Encoding.UTF8.GetString(file.Read()).Split('\n').Select(line => line.TrimEnd()).ToArray();
        if (lines[^1].Length == 0) lines = lines[..^1];
        return lines.Length > 0 ? new(path, lines) : throw file.Damaged("is empty");
    }

    /// <summary>A list of numbered entries, <c>12 text</c>: the texts by number.</summary>
    /// <exception cref="JobException">A line has another form, or a number comes twice.</exception>
    public Dictionary<int, string> Numbered()
    {
        var entries = new Dictionary<int, string>(Lines.Count);
        for (var line = 0; line < Lines.Count; line++)
        {
            var parts = Lines[line].Split(' ', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || parts[1].Length == 0 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw Fault(line, $"is '{Shown(line)}'", "a number, a space, and the entry");
            if (!entries.TryAdd(number, parts[1])) throw Fault(line, $"gives {number} a second time", "each number once");
        }

        return entries;
    }

    /// <summary>The numbers of a list of numbered entries, held to a range.</summary>
    /// <param name="first">The smallest.</param>
    /// <param name="last">The largest.</param>
    /// <param name="what">What they are: "class".</param>
    /// <exception cref="JobException">An entry is no number, or out of the range: a label outside the classes, say.</exception>
    public Dictionary<int, int> Numbers(int first, int last, string what)
    {
        var numbers = new Dictionary<int, int>(Lines.Count);
        var line = 0;
        foreach (var (number, text) in Numbered()) numbers[number] = Number(line++, text, first, last, what);
        return numbers;
    }

    /// <summary>A number of a line, held to a range.</summary>
    /// <param name="line">The line, from 0.</param>
    /// <param name="text">The number's text.</param>
    /// <param name="first">The smallest.</param>
    /// <param name="last">The largest.</param>
    /// <param name="what">What it is: "class".</param>
    /// <exception cref="JobException">It is no number, or out of the range.</exception>
    public int Number(int line, string text, int first, int last, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= first && value <= last
            ? value
            : throw Fault(line, $"has the {what} '{text}'", $"{first} to {last}");

    /// <summary>A finding about a line.</summary>
    /// <param name="line">The line, from 0.</param>
    /// <param name="what">The rest of the sentence.</param>
    /// <param name="expected">What it should be.</param>
    public JobException Fault(int line, string what, string expected) => new(new Finding
    {
        Code = "DS0041", Where = "folder", What = $"line {line + 1} of '{_path}' {what}", Expected = expected,
        Fix = "Unpack the set again; its lists belong to its samples.",
    });

    private string Shown(int line) => Lines[line].Length > LongestLine ? Lines[line][..80] + "..." : Lines[line];
}
