using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.Plugins.DatasetClassification.Splitting;

namespace PluginHost.Plugins.DatasetClassification.Pictures;

/// <summary>Options of the data set <c>pictures</c>.</summary>
public sealed class PicturesOptions : SplitOptions
{
    [Description("Folder with one sub-folder a class, relative to the job file; empty = the Tux Paint stamps that install.sh fetches")]
    public string Folder { get; set; } = "";

    [Description("Sub-folders to use, in order; empty = all, by name")]
    public IReadOnlyList<string> Classes { get; set; } = [];

    [Description("With all sub-folders: leave those with fewer pictures out; 0 = none is left out")]
    [Range(0, 1000000)]
    public int LeastPictures { get; set; }

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

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        for (var i = 0; i < Classes.Count; i++)
        {
            if (Classes.Take(i).Contains(Classes[i], StringComparer.Ordinal))
            {
                yield return new Finding
                {
                    Code = "CD0004", Where = $"classes[{i}]", What = $"'{Classes[i]}' is listed twice", Expected = "each class once",
                };
            }
        }
    }
}
