namespace PluginHost.Conformance.Tests;

public sealed class RingBufferMemoryTests() : MemoryConformance("memory.ring-buffer", "ring-buffer");
