using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Training;

/// <summary>The precision of the forward pass in training; parameters, optimizer and evaluation stay float32.</summary>
public enum Precision
{
    /// <summary>float32.</summary>
    [JsonStringEnumMemberName("fp32")]
    Fp32,

    /// <summary>bfloat16 by autocast.</summary>
    [JsonStringEnumMemberName("bf16")]
    Bf16,

    /// <summary>float16 by autocast, with loss scaling; CUDA only.</summary>
    [JsonStringEnumMemberName("fp16")]
    Fp16,
}

/// <summary>Options that every engine with a training loop has.</summary>
public abstract class TrainingOptions : ICheckedOptions
{
    /// <summary>Items per training batch.</summary>
    [Range(1, 65_536)]
    [Description("Items per training batch")]
    public int BatchSize { get; set; } = 16;

    /// <summary>Items per evaluation batch.</summary>
    [Range(1, 65_536)]
    [Description("Items per evaluation batch")]
    public int EvaluationBatchSize { get; set; } = 16;

    /// <summary>Optimizers by parameter group.</summary>
    [Description("Optimizers by parameter-group name; \"*\" serves the groups not named")]
    public Dictionary<string, OptimizerSettings> Optimizers { get; set; } = new(StringComparer.Ordinal) { ["*"] = new() };

    /// <summary>The learning-rate schedule.</summary>
    [Description("Learning-rate schedule within each phase")]
    public ScheduleSettings Schedule { get; set; } = new();

    /// <summary>The gradient's largest norm.</summary>
    [Range(0.0, 1e9)]
    [Description("Largest norm of the gradient; 0 for no clipping")]
    public double GradientClip { get; set; }

    /// <summary>The precision of training.</summary>
    [Description("fp32, bf16 or fp16 (autocast; fp16 needs CUDA)")]
    public Precision Precision { get; set; }

    /// <summary>Which weights go on.</summary>
    [Description("Which weights of an experience go on")]
    public SelectionOptions Selection { get; set; } = new();

    /// <summary>Threads that make batches.</summary>
    [Range(1, 256)]
    [Description("Threads that make batches ahead of training; the numbers do not depend on it")]
    public int LoaderThreads { get; set; } = 1;

    /// <summary>How many loaded samples are kept.</summary>
    [Range(1, 100_000_000)]
    [Description("How many loaded samples are kept in memory; the longest unused one is loaded again when needed")]
    public int CacheSamples { get; set; } = 4096;

    /// <summary>What is done about samples that cannot be used.</summary>
    [Description("Whether all samples are read before training, and what is done about those that cannot be used")]
    public DataOptions Data { get; set; } = new();

    /// <summary>Steps between two step events.</summary>
    [Range(1, 100_000_000)]
    [Description("Steps between two step events in the log")]
    public int LogEverySteps { get; set; } = 10;

    /// <summary>Steps between two saved states.</summary>
    [Range(0, 100_000_000)]
    [Description("Steps between two saved states; 0 for only when the run is stopped and after each experience")]
    public int CheckpointEverySteps { get; set; } = 100;

    /// <inheritdoc/>
    public virtual IEnumerable<Finding> Check()
    {
        if (Optimizers.Count == 0)
        {
            yield return new()
            {
                Code = "CE0001",
                Where = "optimizers",
                What = "no optimizer is named",
                Expected = "an entry '*' or one for each parameter group",
            };
        }

        foreach (var finding in Steps(Schedule, "schedule")) yield return finding;
        foreach (var (name, optimizer) in Optimizers)
        {
            foreach (var finding in Steps(optimizer.Schedule, $"optimizers.{name}.schedule")) yield return finding;
            if (optimizer.Betas.All(beta => beta is >= 0 and < 1)) continue;
            yield return new()
            {
                Code = "CE0001",
                Where = $"optimizers.{name}.betas",
                What = $"betas are [{string.Join(", ", optimizer.Betas)}]",
                Expected = "numbers from 0 to below 1",
            };
        }
    }

    private static IEnumerable<Finding> Steps(ScheduleSettings? schedule, string where)
    {
        if (schedule is not { Type: ScheduleType.Multistep }) yield break;
        if (schedule.Milestones.Length > 0 && Array.TrueForAll(schedule.Milestones, epoch => epoch >= 0)) yield break;
        yield return new()
        {
            Code = "CE0001",
            Where = $"{where}.milestones",
            What = schedule.Milestones.Length == 0
                ? "multistep has no milestones, so the rate would never change"
                : $"milestones are [{string.Join(", ", schedule.Milestones)}]",
            Expected = "at least one epoch, from 0",
        };
    }
}
