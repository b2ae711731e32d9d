namespace PluginHost.Plugins.ClosestToMeanMemory;

/// <summary>Options of the memory.</summary>
public sealed class ClosestToMeanMemoryOptions : FeatureOptions;
