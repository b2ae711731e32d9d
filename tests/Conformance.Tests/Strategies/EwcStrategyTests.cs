namespace PluginHost.Conformance.Tests;

public sealed class EwcStrategyTests() : StrategyConformance("strategy.ewc", "ewc");
