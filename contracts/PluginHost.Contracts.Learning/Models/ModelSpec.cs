namespace PluginHost.Contracts.Learning;

/// <summary>What a model is built for.</summary>
public sealed record ModelSpec
{
    /// <summary>The number of classes to begin with.</summary>
    public required int Classes { get; init; }

    /// <summary>Input shapes per item or row, without the batch dimension, by batch tensor name (see <see cref="BatchKeys"/>).</summary>
    public required IReadOnlyDictionary<string, long[]> Inputs { get; init; }

    /// <summary>Seed for the initial weights; equal seeds give equal weights.</summary>
    public required long Seed { get; init; }
}
