namespace PluginHost.Training;

/// <summary>What one experience came to.</summary>
public sealed record ExperienceResult
{
    /// <summary>The experience, from 0.</summary>
    public required int Experience { get; init; }

    /// <summary>The classes that arrived in it.</summary>
    public required IReadOnlyList<string> NewClasses { get; init; }

    /// <summary>Its domain in domain-incremental learning; empty otherwise.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Optimizer steps over all phases.</summary>
    public required int Steps { get; init; }

    /// <summary>Batches that no parameter learned from, since loss or gradient was not finite.</summary>
    public int SkippedBatches { get; init; }

    /// <summary>Seconds of training, validation included.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Seconds of testing.</summary>
    public required double TestSeconds { get; init; }

    /// <summary>
    /// Seconds of processor time, all threads together: training, what strategies and memory do before and after it, and testing. Other work of
    /// the machine changes it less than the other times.
    /// </summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Optimizer steps per second of training.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>Exemplars in memory during the experience.</summary>
    public required int Exemplars { get; init; }

    /// <summary>The size of the model's parameters and buffers in bytes, after the experience.</summary>
    public long ModelBytes { get; init; }

    /// <summary>The memory's size in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>
    /// The bytes that strategies keep beside the model and the memory (teachers, importances, stored outputs, solved classifiers): at the end of
    /// training or when it is tested, whichever is more.
    /// </summary>
    public long StrategyBytes { get; init; }

    /// <summary>All that the learner holds beyond the model and the new samples: memory and strategy together, in bytes.</summary>
    public long HeldBytes => MemoryBytes + StrategyBytes;

    /// <summary>The step whose weights were chosen by validation; <see langword="null"/> for the last.</summary>
    public int? SelectedStep { get; init; }

    /// <summary>The validation score of that step.</summary>
    public double? SelectedScore { get; init; }

    /// <summary>The test on all classes seen.</summary>
    public required ScopeResult Test { get; init; }

    /// <summary>The tests on the classes of each experience so far: row t of the matrix R[t][k].</summary>
    public required IReadOnlyList<ScopeResult> Parts { get; init; }

    /// <summary>The tests on the classes of each experience to come, with fresh rows; empty unless the options ask for them.</summary>
    public IReadOnlyList<ScopeResult> Future { get; init; } = [];

    /// <summary>
    /// The tests on the classes of each of the job's own experiences where the strategy merged them, as joint training does; else empty.
    /// </summary>
    public IReadOnlyList<ScopeResult> Planned { get; init; } = [];
}
