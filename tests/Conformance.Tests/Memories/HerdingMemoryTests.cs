namespace PluginHost.Conformance.Tests;

public sealed class HerdingMemoryTests() : MemoryConformance("memory.herding", "herding");
