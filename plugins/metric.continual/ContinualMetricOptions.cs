using System.ComponentModel;

namespace PluginHost.Plugins.ContinualMetric;

/// <summary>Options of the summaries.</summary>
public sealed class ContinualMetricOptions : ICheckedOptions
{
    /// <summary>A finished run of joint training.</summary>
    [Description("For intransigence: metrics.json, or the folder, of a finished run of joint training on the same classes and experiences")]
    public string? Reference { get; set; }

    /// <summary>Reference values by figure.</summary>
    [Description("For intransigence, in place of reference: by figure name, joint training's score on the classes of each experience")]
    public Dictionary<string, double[]>? ReferenceFigures { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Reference is not null && ReferenceFigures is not null)
        {
            yield return new()
            {
                Code = "CM0001",
                Where = "referenceFigures",
                What = "Both reference and referenceFigures are given",
                Expected = "one of them",
            };
        }

        foreach (var (name, values) in ReferenceFigures ?? [])
        {
            if (values is { Length: > 0 } && values.All(double.IsFinite)) continue;
            yield return new()
            {
                Code = "CM0002",
                Where = $"referenceFigures.{name}",
                What = "The reference has no values, or some that are not finite",
                Expected = "a number for each experience",
            };
        }
    }
}
