using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Continual;

/// <summary>Options of the continual-learning engine.</summary>
public sealed class ContinualOptions : TrainingOptions
{
    /// <summary>Optimizer steps per experience {first, later}; 250 and 200 if epochs are absent too.</summary>
    public BudgetOptions? Steps { get; set; }

    /// <summary>Epochs per experience {first, later}, in place of steps; the paper's job has 100.</summary>
    public BudgetOptions? Epochs { get; set; }

    /// <summary>How often each new sample stands in the training list (dup_trainset; the paper's job has 40).</summary>
    [Range(1, 100_000)]
    public int Repeat { get; set; } = 1;

    /// <summary>How often each exemplar stands in the training list (the paper's job has 800; half the class size suits a small job).</summary>
    [Range(1, 10_000_000)]
    public int ExemplarRepeat { get; set; } = 20;

    /// <summary>Factor on every learning rate after the first experience.</summary>
    [Range(0.0, 100.0)]
    public double LaterRateFactor { get; set; } = 0.3;

    /// <summary>What is tested after an experience, besides the classes seen.</summary>
    public EvaluationOptions Evaluation { get; set; } = new();

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        if (Steps is not null && Epochs is not null)
            yield return new() { Code = "CE0001", Where = "epochs", What = "both steps and epochs are given", Expected = "one of them" };
    }
}
