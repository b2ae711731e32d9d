using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetClassification.Pictures;

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
    public override double TestShare() => Test;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check() => [.. base.Check(), .. Twice(Classes, "classes")];
}
