using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetClassification.Splitting;

/// <summary>How training samples are divided; shared by all sets of this plugin.</summary>
public abstract class DivisionOptions : ICheckedOptions
{
    [Description("Share of the samples to choose checkpoints by; 0 = none")]
    [Range(0, 0.9)]
    public double Validation { get; set; } = 0.1;

    [Description("Another number draws another division; the job's seed does not change it")]
    [Range(0, 9007199254740991)]
    public long SplitSeed { get; set; }

    /// <summary>Share of the samples to test on; 0 where the set itself says which these are.</summary>
    internal virtual double TestShare => 0;

    /// <inheritdoc/>
    public virtual IEnumerable<Finding> Check()
    {
        if (Validation + TestShare >= 1)
        {
            yield return new Finding
            {
                Code = "CD0001",
                Where = "test",
                What = $"validation {Validation} and test {TestShare} leave nothing to train on",
                Expected = "a sum below 1",
            };
        }
    }
}

/// <summary>How samples are divided between training, validation and test.</summary>
public abstract class SplitOptions : DivisionOptions
{
    [Description("Share of the samples to test on; 0 = none")]
    [Range(0, 0.9)]
    public double Test { get; set; } = 0.2;

    /// <inheritdoc/>
    internal override double TestShare => Test;
}
