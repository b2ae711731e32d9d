namespace PluginHost.Conformance.Tests;

public sealed class ClosestToMeanMemoryTests() : MemoryConformance("memory.closest-to-mean", "closest-to-mean");
