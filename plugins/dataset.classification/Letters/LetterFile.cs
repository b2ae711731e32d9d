using System.Text;
using PluginHost.Contracts;
using PluginHost.Plugins.DatasetClassification.Sources;

namespace PluginHost.Plugins.DatasetClassification.Letters;

/// <summary>One row of the letter data: the letter and its 16 numbers, each 0 to 15.</summary>
/// <param name="Letter">A to Z.</param>
/// <param name="Values">The 16 numbers.</param>
internal sealed record LetterRow(char Letter, byte[] Values);

/// <summary>
/// Reads letter-recognition.data: one sample a line, <c>T,2,8,3,5,1,8,13,0,6,6,10,8,0,8,0,8</c> (P. W. Frey and D. J. Slate, "Letter
/// Recognition Using Holland-Style Adaptive Classifiers", Machine Learning 6, 1991).
/// </summary>
internal static class LetterFile
{
    /// <summary>Numbers of a sample.</summary>
    public const int Features = 16;

    /// <summary>Samples of the whole file.</summary>
    public const int WholeRows = 20000;

    /// <summary>Samples of the embedded part: 40 a letter.</summary>
    public const int EmbeddedRows = 26 * 40;

    private const int Largest = 15;

    /// <summary>Reads all rows.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rows">How many it must have, so that a file that was cut between two lines is noticed.</param>
    /// <exception cref="JobException">The first line that does not fit, or another number of lines.</exception>
    public static IReadOnlyList<LetterRow> Read(DataFile file, int rows)
    {
        var lines = Encoding.ASCII.GetString(file.Read()).Split('\n');
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var read = new List<LetterRow>(count);
        for (var line = 0; line < count; line++) read.Add(Parse(file, lines[line].TrimEnd('\r'), line + 1));
        return read.Count == rows ? read : throw file.Damaged($"has {read.Count:N0} lines; the set has {rows:N0}");
    }

    private static LetterRow Parse(DataFile file, string line, int number)
    {
        var cells = line.Split(',');
        if (cells[0] is not [>= 'A' and <= 'Z']) throw file.Damaged($"has no capital letter at the start of line {number}");
        if (cells.Length != Features + 1)
            throw file.Damaged($"has {cells.Length - 1} numbers in line {number}; {Features} are expected");
        var values = new byte[Features];
        for (var i = 0; i < Features; i++)
        {
            if (!byte.TryParse(cells[i + 1], out values[i]) || values[i] > Largest)
                throw file.Damaged($"has '{cells[i + 1]}' as number {i + 1} of line {number}; 0 to {Largest} are expected");
        }

        return new LetterRow(cells[0][0], values);
    }
}
