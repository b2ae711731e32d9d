using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.DatasetClassification.Gaussians;

/// <summary>Options of the data set <c>gaussians</c>.</summary>
public sealed class GaussiansOptions
{
    [Description("Number of classes")]
    [Range(2, 100_000)]
    public int Classes { get; set; } = 10;

    [Description("Numbers of a sample")]
    [Range(1, 65_536)]
    public int Dimensions { get; set; } = 32;

    [Description("Distance of every class mean from the origin, in standard deviations of a class")]
    [Range(0.0, 1000.0)]
    public double Separation { get; set; } = 6;

    [Description("Training samples a class")]
    [Range(1, 1_000_000)]
    public int TrainSamples { get; set; } = 50;

    [Description("Validation samples a class")]
    [Range(0, 1_000_000)]
    public int ValidationSamples { get; set; }

    [Description("Test samples a class")]
    [Range(1, 1_000_000)]
    public int TestSamples { get; set; } = 20;

    [Description("Seed of the data alone; the job's seed does not change the samples")]
    [Range(0, 9007199254740991)]
    public long Seed { get; set; } = 1;
}
