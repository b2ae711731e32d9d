namespace PluginHost.Conformance.Tests;

public sealed class PixelsFeaturesTests() : FeaturesConformance("features.pixels", "pixels");
