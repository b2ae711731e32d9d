using System.IO.Compression;
using System.Text;
using PluginHost.Contracts;
using PluginHost.Plugins.DatasetClassification.Sources;

namespace PluginHost.Plugins.DatasetClassification.Digits;

/// <summary>Reads scikit-learn's digits.csv.gz: a line has 64 values of 0 to 16, then the digit.</summary>
internal static class SmallDigitsFile
{
    private const int Side = 8;
    private const int Levels = 16;

    /// <param name="file">The file.</param>
    /// <param name="pictures">How many lines it must have.</param>
    /// <exception cref="JobException">It is no gzip file, or a line does not fit, or the number of lines is another.</exception>
    public static DigitSet Read(DataFile file, int pictures)
    {
        var counts = new int[10];
        var all = new List<DigitPicture>(pictures);
        foreach (var line in Lines(file))
        {
            var cells = line.Split(',');
            if (cells.Length != (Side * Side) + 1)
                throw file.Damaged($"has {cells.Length} values in line {all.Count + 1}; {(Side * Side) + 1} are expected");
            var pixels = new byte[Side * Side];
            for (var i = 0; i < pixels.Length; i++) pixels[i] = Value(file, cells[i], Levels, all.Count + 1);
            var digit = Value(file, cells[^1], 9, all.Count + 1);
            all.Add(new DigitPicture(digit, counts[digit]++, pixels));
        }

        return all.Count == pictures
            ? new DigitSet(Side, Levels, all)
            : throw file.Damaged($"has {all.Count:N0} lines; the set has {pictures:N0}");
    }

    private static byte Value(DataFile file, string cell, int most, int line) =>
        byte.TryParse(cell, out var value) && value <= most
            ? value
            : throw file.Damaged($"has '{cell}' in line {line}; 0 to {most} are expected");

    private static string[] Lines(DataFile file)
    {
        try
        {
            using var reader = new StreamReader(new GZipStream(new MemoryStream(file.Read()), CompressionMode.Decompress), Encoding.ASCII);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (InvalidDataException)
        {
            throw file.Damaged("is no whole gzip file");
        }
    }
}
