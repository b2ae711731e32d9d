namespace PluginHost.Plugins.HerdingMemory;

/// <summary>Options of herding.</summary>
public sealed class HerdingMemoryOptions : FeatureOptions;
