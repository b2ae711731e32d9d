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

    /// <summary>float16 by autocast, with loss scaling; quick on CUDA only.</summary>
    [JsonStringEnumMemberName("fp16")]
    Fp16,
}

/// <summary>How weights and results of convolutions over two dimensions lie in memory.</summary>
public enum MemoryFormat
{
    /// <summary>One channel after the other.</summary>
    [JsonStringEnumMemberName("plain")]
    Plain,

    /// <summary>The channels of a place beside each other.</summary>
    [JsonStringEnumMemberName("channels-last")]
    ChannelsLast,
}

/// <summary>What to do about a loss or a gradient that is not finite.</summary>
public enum NonFinitePolicy
{
    /// <summary>The run stops; the last good state is kept.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,

    /// <summary>No parameter learns from the batch, and running statistics stay as they were.</summary>
    [JsonStringEnumMemberName("skip-batch")]
    SkipBatch,

    /// <summary>The run goes back to the last saved state, and leaves the batch out when it comes there again.</summary>
    [JsonStringEnumMemberName("restore-last")]
    RestoreLast,
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
    [Description("fp32, bf16 or fp16 (autocast; fp16 scales the loss, and leaves out steps whose gradients overflow)")]
    public Precision Precision { get; set; }

    /// <summary>How weights and results of convolutions lie in memory.</summary>
    [Description("plain, or channels-last: convolutions compute with the channels of a place beside each other; the numbers differ by rounding")]
    public MemoryFormat MemoryFormat { get; set; }

    /// <summary>Which weights go on.</summary>
    [Description("Which weights of an experience go on")]
    public SelectionOptions Selection { get; set; } = new();

    /// <summary>What to do about a loss or a gradient that is not finite.</summary>
    [Description("What to do about a loss or gradient that is not finite: stop, skip-batch, or restore-last (go back to the last state, leave the batch out)")]
    public NonFinitePolicy NonFinite { get; set; }

    /// <summary>How many batches of an experience may be skipped or left out before the run stops after all.</summary>
    [Range(1, 1_000_000)]
    [Description("Batches of an experience that skip-batch or restore-last may leave out before the run stops after all")]
    public int NonFiniteBatches { get; set; } = 10;

    /// <summary>Threads that make batches.</summary>
    [Range(1, 256)]
    [DoesNotAffectNumbers]
    [Description("Threads that make batches ahead of training; the numbers do not depend on it")]
    public int LoaderThreads { get; set; } = 1;

    /// <summary>The most memory that loaded samples may take.</summary>
    [Range(0, 100_000_000)]
    [DoesNotAffectNumbers]
    [Description("Megabytes of loaded samples kept in memory, each counted with a kilobyte around it; the longest unused go first. 0 keeps none")]
    public int CacheMegabytes { get; set; } = 1024;

    /// <summary>What is done about samples that cannot be used.</summary>
    [Description("Whether all samples are read before training, and what is done about those that cannot be used")]
    public DataOptions Data { get; set; } = new();

    /// <summary>Steps between two step events.</summary>
    [Range(1, 100_000_000)]
    [DoesNotAffectNumbers]
    [Description("Steps between two step events in the log")]
    public int LogEverySteps { get; set; } = 10;

    /// <summary>Steps between two saved states.</summary>
    [Range(0, 100_000_000)]
    [DoesNotAffectNumbers]
    [Description("Steps between two saved states, 0 for none; 100 if absent, or none where the budget is epochs")]
    public int? CheckpointEverySteps { get; set; }

    /// <summary>Epochs between two saved states where the budget is epochs.</summary>
    [Range(0, 1_000_000)]
    [DoesNotAffectNumbers]
    [Description("Epochs between two saved states where the budget is epochs; 0 for none")]
    public int CheckpointEveryEpochs { get; set; } = 1;

    /// <summary>The longest time in training without a saved state.</summary>
    [Range(0, 1_000_000)]
    [DoesNotAffectNumbers]
    [Description("Seconds of training after which a state is saved whatever the other intervals say; 0 for no limit")]
    public int CheckpointEverySeconds { get; set; } = 300;

    /// <summary>How many saved states are kept.</summary>
    [Range(1, 1000)]
    [DoesNotAffectNumbers]
    [Description("How many of the newest saved states are kept: a damaged one is skipped by --resume")]
    public int CheckpointsKept { get; set; } = 2;

    /// <summary>Whether the best weights of each experience are kept in a file.</summary>
    [DoesNotAffectNumbers]
    [Description("Whether the weights with the best validation score of each experience are kept in a file; with selection best")]
    public bool KeepBestWeights { get; set; } = true;

    /// <summary>Whether the samples that a stopped run had used are read again when it is resumed.</summary>
    [DoesNotAffectNumbers]
    [Description("Whether --resume reads the samples used so far and compares them at once; otherwise each one when it is used next")]
    public bool CheckSamplesOnResume { get; set; } = true;

    /// <summary>Whether a run may be resumed with another number of compute threads.</summary>
    [DoesNotAffectNumbers]
    [Description("Whether --resume accepts another number of compute threads, which changes the last bits of the numbers")]
    public bool AcceptOtherThreads { get; set; }

    /// <summary>How long a call may take before the run is given up.</summary>
    [Range(0, 10_000_000)]
    [DoesNotAffectNumbers]
    [Description("Seconds without any progress after which the run is ended and the call that hangs is named; 0 for never")]
    public int HangSeconds { get; set; } = 3600;

    /// <summary>The most memory that the process may take.</summary>
    [Range(0, 100_000_000)]
    [DoesNotAffectNumbers]
    [Description("Megabytes of memory at which the run is ended and the call under way is named; 0 for 95 % of what the machine or the container has")]
    public int MemoryLimitMegabytes { get; set; }

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
