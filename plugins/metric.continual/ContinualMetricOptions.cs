using System.ComponentModel;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ContinualMetric;

/// <summary>Options of the summaries.</summary>
public sealed class ContinualMetricOptions : ICheckedOptions
{
    /// <summary>From which test on forgetting looks for the best earlier score.</summary>
    [Description("Where forgetting looks for the best earlier score of an experience: after-learning, from t = k (Chaudhry et al. 2018), "
        + "or whole-stream, from t = 0, which needs the engine's evaluation.future")]
    public ForgettingSince Forgetting { get; set; } = ForgettingSince.AfterLearning;

    /// <summary>For intransigence: metrics.json, or the folder, of a finished run of joint training on the same classes and experiences.</summary>
    public string? Reference { get; set; }

    /// <summary>For intransigence, in place of reference: by figure name, joint training's score on the classes of each experience.</summary>
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

        if (ReferenceFigures is { Count: 0 })
        {
            yield return new()
            {
                Code = "CM0002",
                Where = "referenceFigures",
                What = "The reference has no figure",
                Expected = "at least one figure, with a number for each experience",
                Fix = "Remove it, or name a figure of the job's metrics.",
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

/// <summary>The tests among which forgetting looks for the best earlier score of an experience k.</summary>
public enum ForgettingSince
{
    /// <summary>Those from t = k on, when the experience was learned: the definition of Chaudhry et al. (2018).</summary>
    [JsonStringEnumMemberName("after-learning")]
    AfterLearning,

    /// <summary>All from t = 0 on, those before the experience was learned included.</summary>
    [JsonStringEnumMemberName("whole-stream")]
    WholeStream,
}
