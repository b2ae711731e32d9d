namespace PluginHost.Conformance.Tests;

public sealed class RandomMemoryTests() : MemoryConformance("memory.random", "random");
