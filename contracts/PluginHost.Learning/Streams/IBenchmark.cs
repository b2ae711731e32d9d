using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>
/// Makes a stream of experiences of a data set: class-, domain- or task-incremental, few-shot, blurry, online, joint. Knows nothing of models
/// or strategies.
/// </summary>
[ComponentKind("benchmark")]
public interface IBenchmark
{
    /// <summary>Lays the data set out as a stream. The same data set, options and seed always give the same stream.</summary>
    /// <param name="dataset">The data set, prepared.</param>
    /// <param name="random">All randomness: class order, choice of shots, blurry shares.</param>
    /// <returns>The stream; its samples carry labels in the order of arrival, their ids are the data set's.</returns>
    /// <exception cref="JobException">The options do not fit the data set; every problem is a finding.</exception>
    LearningStream Build(IDataset dataset, RandomSource random);
}
