using PluginHost.PluginKit.Kinds;

namespace PluginName.Tests;

/// <summary>What the host expects of every plugin of this kind: loading, options, training, resumption, unloading and more.</summary>
public sealed class ConformanceTests() : ObserverConformance("plugin-kind.plugin-name", "plugin-name");
