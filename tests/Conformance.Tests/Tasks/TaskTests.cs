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

public sealed class RotationFeaturesTests() : FeaturesConformance(
    "features.networks", "rotnet", """{ "width": 1, "imageSize": 32, "samples": 4, "framesPerSample": 2, "steps": 3, "batchSize": 2 }""");

public sealed class NetworksFeaturesTests() : FeaturesConformance("features.networks", "networks", $$"""
    {
      "objects": {
        "network": "clip-vit-b32", "weights": "{{AppContext.BaseDirectory}}Weights/clip.pth",
        "sizes": { "imageSize": 8, "patch": 4, "width": 6, "depth": 1, "heads": 2, "output": 3 }
      },
      "motion": {
        "network": "videomae-base", "weights": "{{AppContext.BaseDirectory}}Weights/videomae.pth",
        "sizes": { "imageSize": 8, "patch": 4, "width": 6, "depth": 1, "heads": 2 }
      }
    }
    """);
