namespace PluginHost.Conformance.Tests;

public sealed class ReservoirMemoryTests() : MemoryConformance("memories", "reservoir");
