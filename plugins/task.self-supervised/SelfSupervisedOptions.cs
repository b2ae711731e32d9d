using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.SelfSupervised;

/// <summary>Options of the self-supervised task. Losses of weight 0 are not computed.</summary>
public sealed class SelfSupervisedOptions : ICheckedOptions
{
    /// <summary>The sample's tensor that is learned: a picture.</summary>
    public string Input { get; set; } = SampleKeys.Image;

    /// <summary>How a view is made of a picture.</summary>
    public ViewOptions Views { get; set; } = new();

    /// <summary>The contrast of SimCLR: both views of a picture are near, all other views of the batch far.</summary>
    public InfoNceOptions InfoNce { get; set; } = new();

    /// <summary>Variance, invariance and covariance of the views (VICReg).</summary>
    public VicRegOptions VicReg { get; set; } = new();

    /// <summary>Cross-correlation of the views near the identity (Barlow Twins).</summary>
    public BarlowTwinsOptions BarlowTwins { get; set; } = new();

    /// <summary>The first view without its noise and hidden patches is to be recovered.</summary>
    public ReconstructionOptions Reconstruction { get; set; } = new();

    internal bool ComparesViews => InfoNce.Weight > 0 || VicReg.Weight > 0 || BarlowTwins.Weight > 0;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (!ComparesViews && Reconstruction.Weight == 0)
            yield return new() { Code = "SS0001", Where = "infoNce.weight", What = "no loss has a weight", Expected = "one weight above 0 at least" };
        if (Reconstruction is { Weight: > 0, Over: ReconstructedPixels.Hidden } && Views.Hidden == 0)
        {
            yield return new()
            {
                Code = "SS0002",
                Where = "views.hidden",
                What = "hidden pixels are to be recovered, but views hide none",
                Expected = "a share above 0, or reconstruction.over \"all\"",
            };
        }
    }
}

/// <summary>How a view is made of a picture, in this order. 0 leaves a step out.</summary>
public sealed class ViewOptions
{
    /// <summary>Least share of the area that a random crop keeps; it is brought back to the picture's size. 1 crops nothing.</summary>
    [Range(0.05, 1.0)]
    public double LeastArea { get; set; } = 0.5;

    /// <summary>Largest shift in each direction, as a share of the side; the rim is filled with zeros.</summary>
    [Range(0.0, 0.5)]
    public double Shift { get; set; } = 0.1;

    /// <summary>Whether half of the views are mirrored. Not for letters and digits.</summary>
    public bool Flip { get; set; }

    /// <summary>Largest change of the intensity and of the contrast, as a share.</summary>
    [Range(0.0, 1.0)]
    public double Intensity { get; set; } = 0.4;

    /// <summary>Standard deviation of the noise added.</summary>
    [Range(0.0, 10.0)]
    public double Noise { get; set; } = 0.1;

    /// <summary>Share of square patches that are erased.</summary>
    [Range(0.0, 0.95)]
    public double Hidden { get; set; }

    /// <summary>Side of an erased patch in pixels.</summary>
    [Range(1, 1024)]
    public int Patch { get; set; } = 4;
}

/// <summary>The contrast of SimCLR.</summary>
public sealed class InfoNceOptions
{
    /// <summary>Its weight.</summary>
    [Range(0.0, 1e6)]
    public double Weight { get; set; } = 1;

    /// <summary>Divides similarities: 0.5 for small pictures in the paper.</summary>
    [Range(1e-3, 100.0)]
    public double Temperature { get; set; } = 0.5;
}

/// <summary>VICReg.</summary>
public sealed class VicRegOptions
{
    /// <summary>Its weight.</summary>
    [Range(0.0, 1e6)]
    public double Weight { get; set; }

    /// <summary>Weight of the invariance: the squared distance of the views.</summary>
    [Range(0.0, 1e6)]
    public double Invariance { get; set; } = 25;

    /// <summary>Weight of the variance: deviations below 1.</summary>
    [Range(0.0, 1e6)]
    public double Variance { get; set; } = 25;

    /// <summary>Weight of the covariance: products of different dimensions.</summary>
    [Range(0.0, 1e6)]
    public double Covariance { get; set; } = 1;
}

/// <summary>Barlow Twins.</summary>
public sealed class BarlowTwinsOptions
{
    /// <summary>Its weight.</summary>
    [Range(0.0, 1e6)]
    public double Weight { get; set; }

    /// <summary>Weight of the correlations of different dimensions.</summary>
    [Range(0.0, 1e3)]
    public double OffDiagonal { get; set; } = 5e-3;
}

/// <summary>Which pixels a reconstruction is measured on.</summary>
public enum ReconstructedPixels
{
    /// <summary>Those of erased patches.</summary>
    Hidden,

    /// <summary>All.</summary>
    All,
}

/// <summary>Reconstruction.</summary>
public sealed class ReconstructionOptions
{
    /// <summary>Its weight.</summary>
    [Range(0.0, 1e6)]
    public double Weight { get; set; }

    /// <summary>Which pixels count: hidden (masked autoencoder) or all (denoising autoencoder).</summary>
    public ReconstructedPixels Over { get; set; } = ReconstructedPixels.All;
}
