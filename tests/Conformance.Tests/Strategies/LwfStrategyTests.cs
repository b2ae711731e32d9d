namespace PluginHost.Conformance.Tests;

public sealed class LwfStrategyTests() : StrategyConformance("strategy.lwf", "lwf");
