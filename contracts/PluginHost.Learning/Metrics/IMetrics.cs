using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>A figure that a metric gives.</summary>
public sealed record Figure
{
    /// <summary>Its name, such as <c>SDR</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit, such as <c>dB</c>; empty if it has none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Whether it describes the input and not the model (the mixture's SDR); never used to choose a checkpoint.</summary>
    public bool DescribesInput { get; init; }

    /// <summary>
    /// The name of the figure that says what this one is without learning, given by the same metric; <see langword="null"/> if there is none.
    /// </summary>
    public string? Baseline { get; init; }
}

/// <summary>Measures predictions row by row; the engine averages over rows and over classes. Safe to use from several threads.</summary>
[ComponentKind("metric", Many = true)]
public interface IRowMetric
{
    /// <summary>The figures it gives, in order.</summary>
    IReadOnlyList<Figure> Figures { get; }

    /// <summary>Measures.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <returns>For each row one value per figure; a row that cannot be measured (silent reference or estimate) is <see langword="null"/> and counted as skipped.</returns>
    IReadOnlyList<double[]?> Measure(Prediction prediction);
}

/// <summary>
/// Measures a whole set of predictions at once: a recall over a gallery, an intersection over unions, a distance between distributions. Used by
/// one thread.
/// </summary>
[ComponentKind("metric", Many = true)]
public interface ISetMetric
{
    /// <summary>The figures it gives, in order.</summary>
    IReadOnlyList<Figure> Figures { get; }

    /// <summary>Forgets everything. Called before each test.</summary>
    void Reset();

    /// <summary>Takes in the predictions of a batch. Only rows whose source counts are to be measured; others may be part of a gallery.</summary>
    /// <param name="prediction">The predictions; copy what is kept.</param>
    void Update(Prediction prediction);

    /// <summary>Computes the figures over all predictions since <see cref="Reset"/>.</summary>
    /// <returns>One value per figure; <see langword="null"/> where it is not defined.</returns>
    IReadOnlyList<double?> Compute();
}

/// <summary>Summarises learning over the stream from a matrix of scores.</summary>
[ComponentKind("metric", Many = true)]
public interface IStreamMetric
{
    /// <summary>Summarises.</summary>
    /// <param name="scores">The scores so far.</param>
    /// <returns>Figures with their values; a value that is not defined yet is <see langword="null"/>.</returns>
    IReadOnlyList<KeyValuePair<Figure, double?>> Summarise(ScoreMatrix scores);
}

/// <summary>R[t][k]: the score on the test samples of experience k after training experience t, for one figure, from a pairing that is fixed per k.</summary>
public sealed record ScoreMatrix
{
    /// <summary>The figure.</summary>
    public required Figure Figure { get; init; }

    /// <summary>Rows t = 0, 1, ... so far; row t has entries for k = 0..t, and more where later experiences were tested too.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Scores { get; init; }

    /// <summary>How many rows the test of experience k counts, to weigh its scores by; empty if that is not known.</summary>
    public IReadOnlyList<int> Counts { get; init; } = [];

    /// <summary>b[k]: the score on experience k without learning (an untrained model, or the mixture); empty if not measured.</summary>
    public IReadOnlyList<double?> Untrained { get; init; } = [];

    /// <summary>The tests made between two steps of training, in the order of time; empty if the engine made none.</summary>
    public IReadOnlyList<ScoreBetween> Between { get; init; } = [];
}

/// <summary>A score between two steps of training.</summary>
/// <param name="Experience">The experience in training, from 0.</param>
/// <param name="Of">The experience whose test samples were scored, from 0.</param>
/// <param name="Score">The score.</param>
public sealed record ScoreBetween(int Experience, int Of, double Score);
