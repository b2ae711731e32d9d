namespace PluginHost.Conformance.Tests;

public sealed class UncertaintyMemoryTests() : MemoryConformance("memories", "uncertainty");
