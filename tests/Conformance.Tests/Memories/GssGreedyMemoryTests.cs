namespace PluginHost.Conformance.Tests;

public sealed class GssGreedyMemoryTests() : MemoryConformance("memory.gss-greedy", "gss-greedy");
