namespace PluginHost.Conformance.Tests;

public sealed class AvCilStrategyTests() : StrategyConformance("strategy.av-cil", "av-cil");

public sealed class ContavSepStrategyTests() : StrategyConformance("strategy.contav-sep", "contav-sep");

public sealed class DerStrategyTests() : StrategyConformance("strategy.der", "der");

public sealed class EwcStrategyTests() : StrategyConformance("strategy.ewc", "ewc");

public sealed class EwfStrategyTests() : StrategyConformance("strategy.ewf", "ewf");

public sealed class FineTuningStrategyTests() : StrategyConformance("strategy.fine-tuning", "fine-tuning");

public sealed class JointStrategyTests() : StrategyConformance("strategy.joint", "joint");

public sealed class LwfStrategyTests() : StrategyConformance("strategy.lwf", "lwf");

public sealed class PlopStrategyTests() : StrategyConformance("strategy.plop", "plop");

public sealed class ReplayStrategyTests() : StrategyConformance("strategy.replay", "replay");

public sealed class LwfStrategyOfClassificationTests() : StrategyConformance("strategy.lwf", "lwf", task: TinyJob.Classification);

public sealed class EwcStrategyOfClassificationTests() : StrategyConformance("strategy.ewc", "ewc", task: TinyJob.Classification);
