namespace PluginHost.Conformance.Tests;

public sealed class RandomMemoryTests() : MemoryConformance("memories", "random");
