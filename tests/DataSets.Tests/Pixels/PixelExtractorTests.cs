using PluginHost.Learning;
using PluginHost.Plugins.FeaturesPixels;
using static TorchSharp.torch;

namespace DataSets.Tests.Pixels;

public sealed class PixelExtractorTests
{
    [Fact]
    public void Extraction_gives_one_object_vector_a_frame_and_one_motion_set_a_clip()
    {
        using var scope = NewDisposeScope();
        var extractor = new PixelExtractor(new PixelOptions());
        var frames = tensor(Enumerable.Range(0, 5 * 3 * 16 * 16).Select(i => (byte)(i * 13)).ToArray(), [5, 3, 16, 16]);
        var features = extractor.Extract(frames, 8);
        features.Keys.ShouldBe(extractor.Produces, ignoreOrder: true);
        features[SampleKeys.Objects].shape.ShouldBe([5L, 512L]);
        features[SampleKeys.Motion].shape.ShouldBe([768L, 8L]);
    }

    [Fact]
    public void Frames_of_another_type_or_shape_are_refused()
    {
        using var scope = NewDisposeScope();
        var extractor = new PixelExtractor(new PixelOptions());
        Should.Throw<ArgumentException>(() => extractor.Extract(zeros(2, 1, 8, 8), 8)).Message.ShouldContain("Float32");
        Should.Throw<ArgumentException>(() => extractor.Extract(tensor(new byte[128], [2, 8, 8]), 8)).Message.ShouldContain("2, 8, 8");
        Should.Throw<ArgumentException>(() => extractor.Extract(tensor(new byte[256], [2, 2, 8, 8]), 8)).Message.ShouldContain("1 or 3");
    }
}
