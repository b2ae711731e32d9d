namespace PluginHost.Conformance.Tests;

public sealed class ClosestToMeanMemoryTests() : MemoryConformance("memories", "closest-to-mean");
