using System.Globalization;
using System.Text;

namespace PluginHost.Reports.Pages;

/// <summary>
/// The colours of heat maps: levels between two ends, for light pages and for dark ones, each with black or white letters, whichever stands out
/// more.
/// </summary>
internal static class HeatScale
{
    /// <summary>How many levels there are.</summary>
    public const int Levels = 21;

    private static readonly (double R, double G, double B)[] s_light = [(241, 245, 251), (133, 182, 226), (12, 74, 140)];
    private static readonly (double R, double G, double B)[] s_dark = [(32, 41, 56), (36, 98, 158), (158, 208, 255)];

    /// <summary>The level of a value between two bounds; the middle where they are the same.</summary>
    public static int Level(double value, double low, double high) =>
        high > low ? (int)Math.Round(Math.Clamp((value - low) / (high - low), 0, 1) * (Levels - 1)) : Levels / 2;

    /// <summary>Background and letters of a level, as red, green and blue up to 255.</summary>
    public static ((double R, double G, double B) Back, (double R, double G, double B) Ink) Colours(int level, bool dark)
    {
        var ends = dark ? s_dark : s_light;
        var place = level / (double)(Levels - 1) * (ends.Length - 1);
        var lower = Math.Min((int)place, ends.Length - 2);
        var back = Mix(ends[lower], ends[lower + 1], place - lower);
        (double, double, double) white = (255, 255, 255), black = (0, 0, 0);
        return (back, Contrast(back, white) >= Contrast(back, black) ? white : black);
    }

    /// <summary>The contrast of two colours as WCAG 2 defines it, from 1 to 21.</summary>
    public static double Contrast((double R, double G, double B) one, (double R, double G, double B) other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>A style class for each level.</summary>
    public static string Css()
    {
        var text = new StringBuilder();
        for (var level = 0; level < Levels; level++) text.Append(CultureInfo.InvariantCulture, $".h{level}{{{Style(level, dark: false)}}}");
        text.Append("\n@media (prefers-color-scheme:dark){");
        for (var level = 0; level < Levels; level++) text.Append(CultureInfo.InvariantCulture, $".h{level}{{{Style(level, dark: true)}}}");
        return text.Append("}\n").ToString();
    }

    private static string Style(int level, bool dark)
    {
        var (back, ink) = Colours(level, dark);
        return $"background:{Hex(back)};color:{Hex(ink)}";
    }

    private static string Hex((double R, double G, double B) colour) =>
        string.Create(CultureInfo.InvariantCulture, $"#{(int)Math.Round(colour.R):x2}{(int)Math.Round(colour.G):x2}{(int)Math.Round(colour.B):x2}");

    private static (double, double, double) Mix((double R, double G, double B) one, (double R, double G, double B) other, double part) =>
        (one.R + (other.R - one.R) * part, one.G + (other.G - one.G) * part, one.B + (other.B - one.B) * part);

    private static double Luminance((double R, double G, double B) colour) =>
        0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);

    private static double Linear(double value) => value / 255 <= 0.04045 ? value / 255 / 12.92 : Math.Pow((value / 255 + 0.055) / 1.055, 2.4);
}
