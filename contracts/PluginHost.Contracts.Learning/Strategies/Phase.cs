namespace PluginHost.Contracts.Learning;

/// <summary>A stretch of training with its own data and optimizers. An increment has one main phase and those a strategy plans around it.</summary>
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

    /// <summary>Factor on every learning rate.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>Names of the parameter groups to train; <see langword="null"/> for all. The others get no gradient.</summary>
    public IReadOnlyList<string>? ParameterGroups { get; init; }

    /// <summary>Whether the checkpoint is chosen by validation in this phase.</summary>
    public bool Selects { get; init; }
}
