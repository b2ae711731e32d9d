namespace PluginHost.Conformance.Tests;

public sealed class ContavSepStrategyTests() : StrategyConformance("strategy.contav-sep", "contav-sep");
