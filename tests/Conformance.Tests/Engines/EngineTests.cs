namespace PluginHost.Conformance.Tests;

public sealed class ContinualEngineTests() : EngineConformance(
    "engine.continual",
    "continual",
    """
    {"batchSize": 2, "evaluationBatchSize": 2, "steps": {"first": 2, "later": 2},
    "optimizers": {"*": {"type": "adam", "rate": 0.001}}, "logEverySteps": 1, "checkpointEverySteps": 0}
    """);

public sealed class ContinualEngineOfClassificationTests() : EngineConformance(
    "engine.continual",
    "continual",
    """
    {"batchSize": 3, "evaluationBatchSize": 4, "steps": {"first": 3, "later": 2}, "logEverySteps": 1, "checkpointEverySteps": 2,
    "optimizers": {"*": {"type": "sgd", "rate": 0.05, "momentum": 0.9}}}
    """,
    TinyJob.Classification);
