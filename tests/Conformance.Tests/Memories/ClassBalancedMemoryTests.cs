namespace PluginHost.Conformance.Tests;

public sealed class ClassBalancedMemoryTests() : MemoryConformance("memories", "class-balanced");
