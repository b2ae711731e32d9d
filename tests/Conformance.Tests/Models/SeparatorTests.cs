namespace PluginHost.Conformance.Tests;

public sealed class CoSeparationSeparatorTests() : ModelConformance(
    "separator.co-separation",
    "co-separation",
    """
    { "downs": 3, "channels": [4, 4, 4], "classifierChannels": [4, 4, 4, 4], "classifierBlocks": 1 }
    """);

public sealed class IquerySeparatorTests() : ModelConformance(
    "separator.iquery",
    "iquery",
    """
    {"downs": 3, "channels": [4, 4, 4], "maskDim": 4, "latentStage": 2, "hidden": 8, "heads": 1, "feedForward": 8,
    "decoderLayers": 2, "unusedBlocks": false}
    """);

public sealed class OneAvmSeparatorTests() : ModelConformance(
    "separator.oneavm",
    "oneavm",
    """
    {"soundChannels": [4, 4], "pictureChannels": [4, 4], "blocks": 1, "pictureSize": 16, "pictureStride": 4, "dimension": 4,
    "recognitionWeight": 1}
    """);

public sealed class SoundOfPixelsSeparatorTests() : ModelConformance(
    "separator.sound-of-pixels",
    "sound-of-pixels",
    """
    { "downs": 3, "channels": [4, 4, 4], "features": 4 }
    """);
