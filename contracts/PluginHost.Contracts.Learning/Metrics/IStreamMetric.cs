using PluginHost.Contracts;

namespace PluginHost.Contracts.Learning;

/// <summary>Summarises learning over the stream from a matrix of scores.</summary>
[ComponentKind("metric", Many = true)]
public interface IStreamMetric
{
    /// <summary>Summarises.</summary>
    /// <param name="scores">The scores so far.</param>
    /// <returns>Figures with their values; a value that is not defined yet is <see langword="null"/>.</returns>
    IReadOnlyList<KeyValuePair<Figure, double?>> Summarise(ScoreMatrix scores);
}
