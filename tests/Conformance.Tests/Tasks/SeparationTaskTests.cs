namespace PluginHost.Conformance.Tests;

public sealed class SeparationTaskTests() : TaskConformance(
    "task.separation",
    "separation",
    """
    {"nFft": 126, "hop": 32, "frames": 16, "bins": 16, "crop": "inside"}
    """);
