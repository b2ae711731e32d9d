namespace PluginHost.Conformance.Tests;

public sealed class GssGreedyMemoryTests() : MemoryConformance("memories", "gss-greedy");
