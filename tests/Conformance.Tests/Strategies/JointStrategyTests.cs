namespace PluginHost.Conformance.Tests;

public sealed class JointStrategyTests() : StrategyConformance("strategy.joint", "joint");
