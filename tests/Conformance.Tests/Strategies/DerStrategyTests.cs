namespace PluginHost.Conformance.Tests;

public sealed class DerStrategyTests() : StrategyConformance("strategy.der", "der");
