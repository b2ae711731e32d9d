namespace PluginHost.Conformance.Tests;

public sealed class KCenterMemoryTests() : MemoryConformance("memories", "k-center");
