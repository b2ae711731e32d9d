namespace PluginHost.Contracts.Learning;

/// <summary>R[t][k]: the score on the test samples of increment k after training increment t, for one figure, from a pairing that is fixed per k.</summary>
public sealed record ScoreMatrix
{
    /// <summary>The figure.</summary>
    public required Figure Figure { get; init; }

    /// <summary>Rows t = 0, 1, ... so far; row t has entries for k = 0..t, and more where later increments were tested too.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Scores { get; init; }

    /// <summary>b[k]: the score on increment k without learning (an untrained model, or the mixture); empty if not measured.</summary>
    public IReadOnlyList<double?> Untrained { get; init; } = [];
}
