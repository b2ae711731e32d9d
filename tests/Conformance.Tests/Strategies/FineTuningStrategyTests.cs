namespace PluginHost.Conformance.Tests;

public sealed class FineTuningStrategyTests() : StrategyConformance("strategy.fine-tuning", "fine-tuning");
