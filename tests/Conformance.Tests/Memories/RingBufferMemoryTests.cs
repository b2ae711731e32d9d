namespace PluginHost.Conformance.Tests;

public sealed class RingBufferMemoryTests() : MemoryConformance("memories", "ring-buffer");
