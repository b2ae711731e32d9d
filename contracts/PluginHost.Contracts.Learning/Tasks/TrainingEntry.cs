namespace PluginHost.Contracts.Learning;

/// <summary>One entry of a training list. A sample may occur many times; each occurrence draws its own crop and partner.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="FromMemory">Whether it is an exemplar of an old class.</param>
public readonly record struct TrainingEntry(SampleInfo Sample, bool FromMemory);
