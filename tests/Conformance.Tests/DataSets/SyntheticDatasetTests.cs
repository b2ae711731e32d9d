namespace PluginHost.Conformance.Tests;

public sealed class SyntheticDatasetTests() : DatasetConformance(
    "dataset.synthetic",
    "synthetic",
    """
    { "classes": ["flute", "drum", "violin", "piano"], "trainClips": 2, "validationClips": 1, "testClips": 1, "seconds": 0.5,
    "frameSize": 16 }
    """);
