namespace PluginHost.Conformance.Tests;

public sealed class IquerySeparatorTests() : SeparatorConformance(
    "separator.iquery",
    "iquery",
    """
    {"downs": 3, "channels": [4, 4, 4], "maskDim": 4, "latentStage": 2, "hidden": 8, "heads": 1, "feedForward": 8,
    "decoderLayers": 2, "unusedBlocks": false}
    """);
