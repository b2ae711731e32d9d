namespace PluginHost.Conformance.Tests;

public sealed class CoSeparationSeparatorTests() : SeparatorConformance(
    "separator.co-separation",
    "co-separation",
    """
    { "downs": 3, "channels": [4, 4, 4], "classifierChannels": [4, 4, 4, 4], "classifierBlocks": 1 }
    """);
