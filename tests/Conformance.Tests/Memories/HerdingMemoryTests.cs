namespace PluginHost.Conformance.Tests;

public sealed class HerdingMemoryTests() : MemoryConformance("memories", "herding");
