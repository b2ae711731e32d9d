using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ContavSep;

/// <summary>The mode in which the teacher runs.</summary>
public enum TeacherMode
{
    /// <summary>Running statistics in its batch normalization: a frozen teacher.</summary>
    [JsonStringEnumMemberName("eval")]
    Eval,

    /// <summary>Batch statistics, its running ones drifting on: what the released code does, by accident.</summary>
    [JsonStringEnumMemberName("train")]
    Train,
}

/// <summary>Which rows the teacher sees.</summary>
public enum TeacherRows
{
    /// <summary>The whole batch for a teacher in train mode, old rows for one in eval mode.</summary>
    [JsonStringEnumMemberName("automatic")]
    Automatic,

    /// <summary>Only items that hold an old row: cheapest. In train mode the teacher's batch statistics are then those of few items.</summary>
    [JsonStringEnumMemberName("old")]
    Old,

    /// <summary>The whole batch, as in the released code: new rows are asked for a class that the teacher knows, then left out.</summary>
    [JsonStringEnumMemberName("all")]
    All,
}

/// <summary>Options of ContAV-Sep. Defaults are those of the paper and the released script.</summary>
public sealed class ContavSepOptions : ICheckedOptions
{
    /// <summary>Weight of mask distillation (paper eq. 11); 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double DistillationWeight { get; set; } = 0.3;

    /// <summary>Weight of the instance-level contrastive term; 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double InstanceWeight { get; set; } = 0.1;

    /// <summary>Weight of the class-level contrastive term; 0 switches it off.</summary>
    [Range(0.0, 1000.0)]
    public double ClassWeight { get; set; } = 0.3;

    /// <summary>Temperature of both contrastive terms.</summary>
    [Range(1e-4, 1000.0)]
    public double Temperature { get; set; } = 0.05;

    /// <summary>Whether the contrastive terms act from the first experience on (released code); the paper has them in later ones only.</summary>
    public bool ContrastiveFromStart { get; set; } = true;

    /// <summary>Whether the teacher's embeddings of old rows join the contrastive terms: that is the distillation of similarities.</summary>
    public bool TeacherEmbeddings { get; set; } = true;

    /// <summary>eval for a frozen teacher; train as in the released code, whose teacher normalises by batch statistics.</summary>
    public TeacherMode TeacherMode { get; set; } = TeacherMode.Eval;

    /// <summary>Which rows the teacher sees: old, all (released code), or automatic, which is all in mode train and old in mode eval.</summary>
    public TeacherRows TeacherRows { get; set; } = TeacherRows.Automatic;

    /// <summary>Whether exemplars join the training list; without them no row is old, so nothing is distilled.</summary>
    public bool UseMemory { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (UseMemory || DistillationWeight == 0) yield break;
        yield return new()
        {
            Code = "CS0001",
            Severity = FindingSeverity.Warning,
            Where = "useMemory",
            What = "Without memory no old sample is ever seen, so mask distillation stays idle",
            Expected = "useMemory true, or distillationWeight 0",
        };
    }
}
