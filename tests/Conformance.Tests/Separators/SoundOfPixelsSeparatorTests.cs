namespace PluginHost.Conformance.Tests;

public sealed class SoundOfPixelsSeparatorTests() : SeparatorConformance(
    "separator.sound-of-pixels",
    "sound-of-pixels",
    """
    { "downs": 3, "channels": [4, 4, 4], "features": 4 }
    """);
