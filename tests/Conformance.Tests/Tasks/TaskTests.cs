namespace PluginHost.Conformance.Tests;

public sealed class ClassificationTaskTests() : TaskConformance(
    "task.classification", "classification", """{ "smoothing": 0.1 }""", TinyJob.Classification);

public sealed class SeparationTaskTests() : TaskConformance(
    "task.separation",
    "separation",
    """
    {"nFft": 126, "hop": 32, "frames": 16, "bins": 16, "crop": "inside"}
    """);

public sealed class PixelsFeaturesTests() : FeaturesConformance("features.pixels", "pixels");
