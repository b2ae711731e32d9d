using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.DataSets.Splitting;

namespace PluginHost.DataSets.Pictures;

/// <summary>What pictures of any size are brought to.</summary>
public abstract class FittingOptions : DivisionOptions
{
    /// <summary>Pixels on a side of the square that every picture is brought to.</summary>
    [Description("Pixels on a side of the square that every picture is brought to")]
    [Range(4, 1024)]
    public int Size { get; set; } = 32;

    /// <summary><c>crop</c>, <c>pad</c> or <c>stretch</c>.</summary>
    [Description("crop: the middle square; pad: the whole on the background colour; stretch: the whole, without its proportions")]
    [AllowedValues("crop", "pad", "stretch")]
    public string Fit { get; set; } = "pad";

    /// <summary>Three channels (red, green, blue) instead of one (grey).</summary>
    [Description("Three channels (red, green, blue) instead of one (grey)")]
    public bool Colour { get; set; } = true;

    /// <summary>Level of grey behind transparent pixels and beside padded pictures, 0 to 255.</summary>
    [Description("Level of grey behind transparent pixels and beside padded pictures; 0 = black, 255 = white")]
    [Range(0, 255)]
    public int Background { get; set; } = 255;

    /// <summary>Folder of scaled pictures, relative to the job file.</summary>
    [Description("Folder of scaled pictures, relative to the job file")]
    [DoesNotAffectNumbers]
    public string CacheDirectory { get; set; } = ".cache/pictures";

    /// <summary>The same without options.</summary>
    public Fitting ToFitting() => new(Size, Fit, Colour, Background);

    /// <summary>A finding for each name that a list has twice.</summary>
    /// <param name="names">The list.</param>
    /// <param name="option">Its option.</param>
    public static IEnumerable<Finding> Twice(IReadOnlyList<string> names, string option)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (!names.Take(i).Contains(names[i], StringComparer.Ordinal)) continue;
            yield return new Finding
            {
                Code = "DS0004", Where = $"{option}[{i}]", What = $"'{names[i]}' is listed twice", Expected = "each name once",
            };
        }
    }
}

/// <summary>What a picture is brought to.</summary>
/// <param name="Size">Pixels on a side of the square.</param>
/// <param name="Fit"><c>crop</c>: the middle square; <c>pad</c>: the whole on the background; <c>stretch</c>: the whole, out of
/// proportion.</param>
/// <param name="Colour">Three channels instead of one.</param>
/// <param name="Background">Level of grey behind transparent pixels and beside padded pictures, 0 to 255.</param>
public sealed record Fitting(int Size, string Fit, bool Colour, int Background)
{
    /// <summary>Red, green and blue, or one channel of grey.</summary>
    public int Channels => Colour ? 3 : 1;

    /// <summary>Bytes of a fitted picture: a level each of 0 to 255.</summary>
    public int Bytes => Channels * Size * Size;
}
