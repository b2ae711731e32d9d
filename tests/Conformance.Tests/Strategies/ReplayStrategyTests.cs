namespace PluginHost.Conformance.Tests;

public sealed class ReplayStrategyTests() : StrategyConformance("strategy.replay", "replay");
