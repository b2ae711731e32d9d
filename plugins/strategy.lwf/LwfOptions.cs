using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Lwf;

/// <summary>Options of LwF.</summary>
public sealed class LwfOptions : ICheckedOptions
{
    /// <summary>Weight of distillation.</summary>
    [Range(0.0, 1000.0)]
    [Description("Weight of distillation; 0 is fine-tuning")]
    public double Weight { get; set; } = 0.3;

    /// <summary>What the teacher is asked about classes it has not learned.</summary>
    [Description("What the teacher is asked about classes it has not learned: expanded-copy, old-queries or old-rows")]
    public UnseenClasses UnseenClasses { get; set; } = UnseenClasses.ExpandedCopy;

    /// <summary>Whether exemplars join the training list.</summary>
    [Description("Whether exemplars of old classes join the training list, and are distilled too")]
    public bool UseMemory { get; set; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (UseMemory || UnseenClasses != UnseenClasses.OldRows || Weight == 0) yield break;
        yield return new()
        {
            Code = "LW0001",
            Severity = FindingSeverity.Warning,
            Where = "unseenClasses",
            What = "Without memory no old sample is ever seen, so distilling old rows stays idle",
            Expected = "useMemory true, or unseenClasses expanded-copy or old-queries",
        };
    }
}
