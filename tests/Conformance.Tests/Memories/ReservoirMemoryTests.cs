namespace PluginHost.Conformance.Tests;

public sealed class ReservoirMemoryTests() : MemoryConformance("memory.reservoir", "reservoir");
