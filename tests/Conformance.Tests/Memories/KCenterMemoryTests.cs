namespace PluginHost.Conformance.Tests;

public sealed class KCenterMemoryTests() : MemoryConformance("memory.k-center", "k-center");
