using PluginHost.Contracts;
using PluginHost.Media.Pictures;
using PluginHost.Plugins.DatasetClassification.Sources;

namespace PluginHost.Plugins.DatasetClassification.Digits;

/// <summary>Reads a grey PNG that shows digits in rows: the same number of rows for each, from 0 to 9, read from left to right.</summary>
internal static class DigitSheet
{
    /// <param name="file">The PNG.</param>
    /// <param name="side">Pixels on a side of one digit.</param>
    /// <param name="maximum">The value of full ink.</param>
    /// <param name="columns">Pictures in a row.</param>
    /// <param name="rowsOfADigit">Rows for each digit.</param>
    /// <exception cref="JobException">It is no picture, or one of another size.</exception>
    public static DigitSet Read(DataFile file, int side, int maximum, int columns, int rowsOfADigit)
    {
        var sheet = PictureFile.Decode(file.Read(), file.Name);
        var (width, height) = (columns * side, 10 * rowsOfADigit * side);
        if ((sheet.Width, sheet.Height, sheet.Channels) != (width, height, 1))
        {
            throw file.Damaged($"is a picture of {sheet.Width} x {sheet.Height} with {sheet.Channels} channels; "
                + $"{width} x {height} with 1 is expected");
        }

        if (sheet.Pixels.Max() is var most && most > maximum)
            throw file.Damaged($"has a pixel of {most}; 0 to {maximum} are expected");
        var pictures = new List<DigitPicture>();
        for (var row = 0; row < 10 * rowsOfADigit; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var pixels = new byte[side * side];
                for (var y = 0; y < side; y++)
                    sheet.Pixels.AsSpan((((row * side) + y) * width) + (column * side), side).CopyTo(pixels.AsSpan(y * side));
                pictures.Add(new DigitPicture(row / rowsOfADigit, (row % rowsOfADigit * columns) + column, pixels));
            }
        }

        return new DigitSet(side, maximum, pictures);
    }
}
