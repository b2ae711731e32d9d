namespace PluginHost.Conformance.Tests;

public sealed class RandomMemoryTests() : MemoryConformance("memories", "random");

public sealed class ReservoirMemoryTests() : MemoryConformance("memories", "reservoir");

public sealed class RingBufferMemoryTests() : MemoryConformance("memories", "ring-buffer");

public sealed class ClassBalancedMemoryTests() : MemoryConformance("memories", "class-balanced");

public sealed class GreedyBalancedMemoryTests() : MemoryConformance("memories", "greedy-balanced");

public sealed class HerdingMemoryTests() : MemoryConformance("memories", "herding");

public sealed class ClosestToMeanMemoryTests() : MemoryConformance("memories", "closest-to-mean");

public sealed class KCenterMemoryTests() : MemoryConformance("memories", "k-center");

public sealed class UncertaintyMemoryTests() : MemoryConformance("memories", "uncertainty");

public sealed class GssGreedyMemoryTests() : MemoryConformance("memories", "gss-greedy");

public sealed class ReservoirMemoryOfClassificationTests() : MemoryConformance("memories", "reservoir", task: TinyJob.Classification);

public sealed class HerdingMemoryOfClassificationTests() : MemoryConformance("memories", "herding", task: TinyJob.Classification);
