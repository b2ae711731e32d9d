using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Training;

/// <summary>Options that every engine has that trains on a stream of experiences: how much, and how often each sample.</summary>
public abstract class StreamOptions : TrainingOptions
{
    /// <summary>Optimizer steps per experience; 250 and 200 if epochs are absent too.</summary>
    [Description("Optimizer steps per experience {first, later}; 250 and 200 if epochs are absent too")]
    public BudgetOptions? Steps { get; set; }

    /// <summary>Epochs per experience, in place of steps.</summary>
    [Description("Epochs per experience {first, later}, in place of steps")]
    public BudgetOptions? Epochs { get; set; }

    /// <summary>How often each new sample stands in the training list.</summary>
    [Range(1, 100_000)]
    [Description("How often each new sample stands in the training list (dup_trainset; ContAV-Sep's job has 40)")]
    public int Repeat { get; set; } = 1;

    /// <summary>How often each exemplar stands in the training list.</summary>
    [Range(1, 10_000_000)]
    [Description("How often each exemplar stands in the training list (ContAV-Sep's job has 800; half the class size suits a small job)")]
    public int ExemplarRepeat { get; set; } = 20;

    /// <summary>Factor on every learning rate after the first experience.</summary>
    [Range(0.0, 100.0)]
    [Description("Factor on every learning rate after the first experience")]
    public double LaterRateFactor { get; set; } = 0.3;

    /// <summary>Weights that the model starts from.</summary>
    [Description("File (safetensors or .pth) of the weights that the model starts from, relative to the job file; its hash is part of the run")]
    public string? Weights { get; set; }

    /// <summary>What is kept of the predictions.</summary>
    [DoesNotAffectNumbers]
    [Description("What the run keeps of its predictions")]
    public RecordOptions Records { get; set; } = new();

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        if (Steps is not null && Epochs is not null)
            yield return new() { Code = "CE0001", Where = "epochs", What = "both steps and epochs are given", Expected = "one of them" };
    }
}
