namespace PluginHost.Conformance.Tests;

public sealed class PlopStrategyTests() : StrategyConformance("strategy.plop", "plop");
