namespace PluginHost.Conformance.Tests;

public sealed class AvCilStrategyTests() : StrategyConformance("strategy.av-cil", "av-cil");
