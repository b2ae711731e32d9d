namespace PluginHost.Conformance.Tests;

public sealed class ContinualEngineTests() : EngineConformance(
    "engine.continual",
    "continual",
    """
    {"classesPerExperience": 2, "batchSize": 2, "evaluationBatchSize": 2, "steps": {"first": 2, "later": 2},
    "optimizers": {"*": {"type": "adam", "rate": 0.001}}, "logEverySteps": 1, "checkpointEverySteps": 0}
    """);
