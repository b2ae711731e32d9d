namespace PluginHost.Learning;

/// <summary>One entry of a training list. A sample may occur many times; each occurrence draws its own crop and partner.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="FromMemory">Whether it is an exemplar of an earlier experience.</param>
public readonly record struct TrainingEntry(SampleInfo Sample, bool FromMemory);

/// <summary>
/// A stretch of training with its own data, optimizers and loss. An experience has one main phase and those a strategy plans around it; a stream
/// without boundaries is one phase.
/// </summary>
public sealed record Phase
{
    /// <summary>The name of the phase that the engine plans.</summary>
    public const string MainName = "main";

    /// <summary>The name, for progress and random streams.</summary>
    public required string Name { get; init; }

    /// <summary>The training list.</summary>
    public required IReadOnlyList<TrainingEntry> Entries { get; init; }

    /// <summary>The number of optimizer steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Items per batch; <see langword="null"/> for the job's.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Whether entries are taken in the order of the list, without a shuffle: an online stream.</summary>
    public bool InOrder { get; init; }

    /// <summary>Factor on every learning rate.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>
    /// Names of the parameter groups to train; <see langword="null"/> for all. The others get no gradient. With an empty list nothing is trained:
    /// each step is a forward pass without gradient, for methods that learn from batch and output (<see cref="IStrategy.AfterStep"/>).
    /// </summary>
    public IReadOnlyList<string>? ParameterGroups { get; init; }

    /// <summary>Optimizers by parameter-group name, "*" for the rest; <see langword="null"/> for the job's.</summary>
    public IReadOnlyDictionary<string, OptimizerSettings>? Optimizers { get; init; }

    /// <summary>The schedule of learning rates; <see langword="null"/> for the job's.</summary>
    public ScheduleSettings? Schedule { get; init; }

    /// <summary>The base loss in place of the task's, from the step's context to a differentiable scalar; <see langword="null"/> for the task's.</summary>
    public Func<LossContext, Tensor>? BaseLoss { get; init; }

    /// <summary>Whether the module is in eval mode: no dropout, running statistics held.</summary>
    public bool EvalMode { get; init; }

    /// <summary>Whether the checkpoint is chosen by validation in this phase.</summary>
    public bool Selects { get; init; }

    /// <summary>The samples to choose it by; <see langword="null"/> for the validation samples of all experiences so far.</summary>
    public IReadOnlyList<SampleInfo>? Validation { get; init; }
}

/// <summary>Where training stands.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Epoch">The epoch within the phase, from 0.</param>
/// <param name="Step">The step within the phase, from 0.</param>
/// <param name="TotalSteps">Steps of the phase in all.</param>
public sealed record StepInfo(Phase Phase, int Epoch, int Step, int TotalSteps);
