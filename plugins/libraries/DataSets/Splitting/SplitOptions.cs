using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;

namespace PluginHost.DataSets.Splitting;

/// <summary>How training samples are divided; shared by data sets of every kind.</summary>
public abstract class DivisionOptions : ICheckedOptions
{
    /// <summary>Share of the samples to choose checkpoints by.</summary>
    [Description("Share of the samples to choose checkpoints by; 0 = none")]
    [Range(0, 0.9)]
    public double Validation { get; set; } = 0.1;

    /// <summary>Seed of the division alone.</summary>
    [Description("Another number draws another division; the job's seed does not change it")]
    [Range(0, 9007199254740991)]
    public long SplitSeed { get; set; }

    /// <summary>Share of the samples to test on; 0 where the set itself says which these are.</summary>
    public virtual double TestShare() => 0;

    /// <inheritdoc/>
    public virtual IEnumerable<Finding> Check()
    {
        if (Validation + TestShare() >= 1)
        {
            yield return new Finding
            {
                Code = "DS0001",
                Where = "test",
                What = $"validation {Validation} and test {TestShare()} leave nothing to train on",
                Expected = "a sum below 1",
            };
        }
    }
}

/// <summary>How samples are divided between training, validation and test.</summary>
public abstract class SplitOptions : DivisionOptions
{
    /// <summary>Share of the samples to test on.</summary>
    [Description("Share of the samples to test on; 0 = none")]
    [Range(0, 0.9)]
    public double Test { get; set; } = 0.2;

    /// <inheritdoc/>
    public override double TestShare() => Test;
}
