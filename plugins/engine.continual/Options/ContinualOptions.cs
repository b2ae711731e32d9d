using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Continual;

/// <summary>Options of the continual-learning engine.</summary>
public sealed class ContinualOptions : ICheckedOptions
{
    /// <summary>New classes per increment.</summary>
    [Range(1, 100_000)]
    [Description("New classes per increment; the last increment takes what is left")]
    public int ClassesPerIncrement { get; set; } = 2;

    /// <summary>Explicit groups of class names.</summary>
    [Description("Class names per increment, in place of classesPerIncrement and classOrder")]
    public string[][]? Increments { get; set; }

    /// <summary>The order in which classes arrive.</summary>
    [Description("Class names in the order of arrival; the data set's order if absent. Classes left out are not used")]
    public string[]? ClassOrder { get; set; }

    /// <summary>Whether strategies are told of increments.</summary>
    [Description("Whether strategies are told where increments begin and end; false is a task-free stream")]
    public bool Boundaries { get; set; } = true;

    /// <summary>Items per training batch.</summary>
    [Range(1, 65_536)]
    [Description("Items per training batch")]
    public int BatchSize { get; set; } = 16;

    /// <summary>Items per evaluation batch.</summary>
    [Range(1, 65_536)]
    [Description("Items per evaluation batch")]
    public int EvaluationBatchSize { get; set; } = 16;

    /// <summary>Optimizer steps.</summary>
    [Description("Optimizer steps per increment {first, later}; 250 and 200 if epochs are absent too")]
    public BudgetOptions? Steps { get; set; }

    /// <summary>Epochs.</summary>
    [Description("Epochs per increment {first, later}, in place of steps; the paper's job has 100")]
    public BudgetOptions? Epochs { get; set; }

    /// <summary>How often each new sample stands in the training list.</summary>
    [Range(1, 100_000)]
    [Description("How often each new sample stands in the training list (dup_trainset; the paper's job has 40)")]
    public int Repeat { get; set; } = 1;

    /// <summary>How often each exemplar stands in the training list.</summary>
    [Range(1, 10_000_000)]
    [Description("How often each exemplar stands in the training list (the paper's job has 800; half the class size suits a small job)")]
    public int ExemplarRepeat { get; set; } = 20;

    /// <summary>Optimizers by parameter group.</summary>
    [Description("Optimizers by parameter-group name; \"*\" serves the groups not named")]
    public Dictionary<string, OptimizerOptions> Optimizers { get; set; } = new(StringComparer.Ordinal) { ["*"] = new() };

    /// <summary>The learning-rate schedule.</summary>
    [Description("Learning-rate schedule within each increment")]
    public ScheduleOptions Schedule { get; set; } = new();

    /// <summary>Factor on every rate after the first increment.</summary>
    [Range(0.0, 100.0)]
    [Description("Factor on every learning rate after the first increment")]
    public double LaterRateFactor { get; set; } = 0.3;

    /// <summary>The gradient's largest norm.</summary>
    [Range(0.0, 1e9)]
    [Description("Largest norm of the gradient; 0 for no clipping")]
    public double GradientClip { get; set; }

    /// <summary>The precision of training.</summary>
    [Description("fp32, bf16 or fp16 (autocast; fp16 needs CUDA)")]
    public Precision Precision { get; set; }

    /// <summary>Which weights go on.</summary>
    [Description("Which weights of an increment go on")]
    public SelectionOptions Selection { get; set; } = new();

    /// <summary>What is tested besides the classes seen.</summary>
    [Description("What is tested after an increment, besides the classes seen")]
    public EvaluationOptions Evaluation { get; set; } = new();

    /// <summary>Threads that make batches.</summary>
    [Range(1, 256)]
    [Description("Threads that make batches ahead of training; the numbers do not depend on it")]
    public int LoaderThreads { get; set; } = 1;

    /// <summary>How many loaded samples are kept.</summary>
    [Range(1, 100_000_000)]
    [Description("How many loaded samples are kept in memory; the longest unused one is loaded again when needed")]
    public int CacheSamples { get; set; } = 4096;

    /// <summary>Steps between two step events.</summary>
    [Range(1, 100_000_000)]
    [Description("Steps between two step events in the log")]
    public int LogEverySteps { get; set; } = 10;

    /// <summary>Steps between two saved states.</summary>
    [Range(0, 100_000_000)]
    [Description("Steps between two saved states; 0 for only when the run is stopped and after each increment")]
    public int CheckpointEverySteps { get; set; } = 100;

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Steps is not null && Epochs is not null)
            yield return Wrong("epochs", "both steps and epochs are given", "one of them");
        if (Increments is not null && ClassOrder is not null)
            yield return Wrong("classOrder", "both increments and classOrder are given", "one of them; increments give the order already");
        for (var i = 0; i < (Increments?.Length ?? 0); i++)
        {
            if (Increments![i].Length == 0) yield return Wrong($"increments[{i}]", "the increment has no class", "at least one class name");
        }

        foreach (var (name, optimizer) in Optimizers)
        {
            if (optimizer.Betas.Length != 2 || optimizer.Betas.Any(beta => beta is not (>= 0 and < 1)))
            {
                var found = $"betas are [{string.Join(", ", optimizer.Betas)}]";
                yield return Wrong($"optimizers.{name}.betas", found, "two numbers from 0 to below 1");
            }
        }
    }

    private static Finding Wrong(string where, string what, string expected) =>
        new() { Code = "CE0001", Where = where, What = what, Expected = expected };
}
