namespace PluginHost.Conformance.Tests;

public sealed class UncertaintyMemoryTests() : MemoryConformance("memory.uncertainty", "uncertainty");
