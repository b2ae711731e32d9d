namespace PluginHost.Conformance.Tests;

public sealed class EwfStrategyTests() : StrategyConformance("strategy.ewf", "ewf");
