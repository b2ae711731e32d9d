using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.Plugins.DatasetClassification.Splitting;

namespace PluginHost.Plugins.DatasetClassification.Pictures;

/// <summary>What pictures of any size are brought to.</summary>
public abstract class FittingOptions : DivisionOptions
{
    [Description("Pixels on a side of the square that every picture is brought to")]
    [Range(4, 1024)]
    public int Size { get; set; } = 32;

    [Description("crop: the middle square; pad: the whole on the background colour; stretch: the whole, without its proportions")]
    [AllowedValues("crop", "pad", "stretch")]
    public string Fit { get; set; } = "pad";

    [Description("Three channels (red, green, blue) instead of one (grey)")]
    public bool Colour { get; set; } = true;

    [Description("Level of grey behind transparent pixels and beside padded pictures; 0 = black, 255 = white")]
    [Range(0, 255)]
    public int Background { get; set; } = 255;

    [Description("Folder of scaled pictures, relative to the job file")]
    [DoesNotAffectNumbers]
    public string CacheDirectory { get; set; } = ".cache/pictures";

    /// <summary>A finding for each name that a list has twice.</summary>
    /// <param name="names">The list.</param>
    /// <param name="option">Its option.</param>
    internal static IEnumerable<Finding> Twice(IReadOnlyList<string> names, string option)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (!names.Take(i).Contains(names[i], StringComparer.Ordinal)) continue;
            yield return new Finding
            {
                Code = "CD0004", Where = $"{option}[{i}]", What = $"'{names[i]}' is listed twice", Expected = "each name once",
            };
        }
    }
}

/// <summary>Options of the data set <c>pictures</c>.</summary>
public sealed class PicturesOptions : FittingOptions
{
    [Description("Folder with one sub-folder a class, relative to the job file; empty = the set that install.sh fetches")]
    public string Folder { get; set; } = "";

    [Description("Without a folder, which installed set: stamps (Tux Paint) or emoji")]
    [AllowedValues("stamps", "emoji")]
    public string Set { get; set; } = "stamps";

    [Description("Sub-folders to use, in order; empty = all, by name")]
    public IReadOnlyList<string> Classes { get; set; } = [];

    [Description("With all sub-folders: leave those with fewer pictures out; 0 = none is left out")]
    [Range(0, 1000000)]
    public int LeastPictures { get; set; }

    [Description("Share of the samples to test on; 0 = none")]
    [Range(0, 0.9)]
    public double Test { get; set; } = 0.2;

    /// <inheritdoc/>
    internal override double TestShare => Test;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check() => [.. base.Check(), .. Twice(Classes, "classes")];
}
