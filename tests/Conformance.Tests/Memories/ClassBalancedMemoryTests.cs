namespace PluginHost.Conformance.Tests;

public sealed class ClassBalancedMemoryTests() : MemoryConformance("memory.class-balanced", "class-balanced");
