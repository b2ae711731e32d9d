namespace PluginHost.Features.Tests;

/// <summary>Names, shapes and numbers of parameters of the published networks.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("clip", "visual.")]
    [InlineData("clip, Hugging Face", "")]
    public void CLIP_ViT_B32_has_the_published_names_and_shapes(string files, string prefix)
    {
        using var network = new ClipTransformer(new(), seed: 0);
        var own = network.state_dict();

        network.parameters().Sum(parameter => parameter.numel()).ShouldBe(87_849_216);
        Compare(References.Published(files), own, Namings.Clip(own.Keys)[prefix.Length > 0 ? 0 : 1], prefix);
    }

    [Fact]
    public void ResNet18_has_torchvisions_names_and_shapes()
    {
        using var network = ResNets.ResNet18(3, 0, ResNetStem.Large);
        var own = network.state_dict();
        var published = References.Published("resnet18");
        published.Remove("fc.weight").ShouldBeTrue();
        published.Remove("fc.bias").ShouldBeTrue();
        var counted = own.Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToDictionary();

        network.parameters().Sum(parameter => parameter.numel()).ShouldBe(11_176_512);
        Compare(published, counted, Namings.ResNet(own.Keys)[0], "");
    }

    [Fact]
    public void VideoMAE_base_has_the_published_names_and_shapes()
    {
        using var network = new VideoMotion(new(), seed: 0);
        var own = network.Published();

        // By hand: patches 1,180,416, twelve blocks of 7,087,104, the last norm 1,536.
        network.parameters().Sum(parameter => parameter.numel()).ShouldBe(86_227_200);
        own.Values.Sum(tensor => tensor.numel()).ShouldBe(86_227_200);
        Compare(References.Published("videomae"), own, Namings.Video(own.Keys)[0], "videomae.");
    }

    [Fact]
    public void Weights_depend_on_the_seed_alone()
    {
        var sizes = new ClipOptions(8, 4, 6, 1, 2, 3);
        using var first = new ClipTransformer(sizes, seed: 1);
        using var again = new ClipTransformer(sizes, seed: 1);
        using var other = new ClipTransformer(sizes, seed: 2);

        foreach (var (name, tensor) in first.state_dict()) tensor.equal(again.state_dict()[name]).all().ToBoolean().ShouldBeTrue(name);
        first.state_dict()["proj"].equal(other.state_dict()["proj"]).all().ToBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Pictures_of_another_size_are_refused_before_libtorch_sees_them()
    {
        using var clip = new ClipTransformer(new(8, 4, 6, 1, 2, 3), seed: 1);
        using var video = new VideoTransformer(new(8, 4, 4, 2, 6, 1, 2), seed: 1);

        Should.Throw<JobException>(() => clip.call(zeros(1, 3, 8, 12))).Message.ShouldContain("(N, 3, 8, 8)");
        Should.Throw<JobException>(() => video.call(zeros([1, 3, 2, 8, 8]))).Message.ShouldContain("(N, 3, 4, 8, 8)");
        Should.Throw<JobException>(() => new ClipTransformer(new(9, 4, 6, 1, 2, 3), seed: 1)).Message.ShouldContain("9 pixels");
        Should.Throw<JobException>(() => new VideoTransformer(new(8, 4, 5, 2, 6, 1, 2), seed: 1)).Message.ShouldContain("5 frames");
    }

    private static void Compare(Dictionary<string, long[]> published, Dictionary<string, Tensor> own, Naming naming, string prefix)
    {
        var found = own.SelectMany(entry => naming.Sources[entry.Key].Names
            .Select(name => $"{prefix}{name} {string.Join(", ", naming.Sources[entry.Key].ShapeOf(entry.Value.shape))}"));
        found.ShouldBe(published.Select(entry => $"{entry.Key} {string.Join(", ", entry.Value)}"), ignoreOrder: true);
    }
}
