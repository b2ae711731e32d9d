namespace PluginHost.Features.Tests;

/// <summary>Vectors from frames, through files of weights, against PyTorch and torchvision; Data/features.py has the networks.</summary>
public sealed class VectorTests(WeightFolder folder) : IClassFixture<WeightFolder>
{
    private static readonly NetworkSizes s_clip = new() { ImageSize = 32, Patch = 8, Width = 24, Depth = 2, Heads = 3, Output = 10 };
    private static readonly NetworkSizes s_video = new() { ImageSize = 32, Patch = 8, Width = 24, Depth = 2, Heads = 3 };

    [Theory]
    [InlineData("clip", PictureFit.Crop)]
    [InlineData("clip, Hugging Face, stretched", PictureFit.Stretch)]
    public void Object_vectors_of_CLIP(string name, PictureFit fit)
    {
        var reference = References.Case(name);
        Compare(reference, SampleKeys.Objects,
            new() { Network = ObjectNetwork.ClipVitB32, Weights = folder.Write(reference.Tensors), Fit = fit, Sizes = s_clip });
    }

    [Fact]
    public void Object_vectors_of_CLIP_from_a_file_that_a_training_saved()
    {
        Compare(References.Case("clip.pth"), SampleKeys.Objects, new()
        {
            Network = ObjectNetwork.ClipVitB32,
            Weights = References.PathOf("clip.pth"),
            Sizes = new() { ImageSize = 8, Patch = 4, Width = 6, Depth = 1, Heads = 2, Output = 3 },
        });
    }

    [Fact]
    public void Object_vectors_of_torchvisions_ResNet18()
    {
        var reference = References.Case("resnet18");
        Compare(reference, SampleKeys.Objects, new() { Network = ObjectNetwork.ResNet18, Weights = folder.Write(reference.Tensors) });
    }

    [Theory]
    [InlineData("videomae, max", MotionPooling.Max)]
    [InlineData("videomae, mean", MotionPooling.Mean)]
    [InlineData("videomae, nine grey frames", MotionPooling.Max)]
    [InlineData("videomae, fine-tuned, nine grey frames", MotionPooling.Mean)]
    public void Motion_vectors_of_VideoMAE(string name, MotionPooling pooling)
    {
        var reference = References.Case(name);
        Compare(reference, SampleKeys.Motion, new() { Network = ObjectNetwork.Pixels },
            new() { Network = MotionNetwork.VideoMaeBase, Weights = folder.Write(reference.Tensors), Pooling = pooling, Sizes = s_video });
    }

    [Fact]
    public void Motion_vectors_of_VideoMAE_from_a_file_that_torch_saved()
    {
        Compare(References.Case("videomae.pth"), SampleKeys.Motion, new() { Network = ObjectNetwork.Pixels }, new()
        {
            Network = MotionNetwork.VideoMaeBase,
            Weights = References.PathOf("videomae.pth"),
            Sizes = new() { ImageSize = 8, Patch = 4, Width = 6, Depth = 1, Heads = 2 },
        });
    }

    [Fact]
    public void Numbers_of_half_the_size_are_read()
    {
        var reference = References.Case("clip");
        var file = folder.Write(reference.Tensors, values =>
        {
            foreach (var name in values.Keys.ToArray()) values[name] = values[name].half();
        });
        Compare(reference, SampleKeys.Objects, new() { Network = ObjectNetwork.ClipVitB32, Weights = file, Sizes = s_clip }, tolerance: 0.02);
    }

    [Fact]
    public void Pixels_are_those_of_the_pixel_extractor()
    {
        using var scope = NewDisposeScope();
        using var extractor = folder.Extractor(new() { Network = ObjectNetwork.Pixels }, new() { Network = MotionNetwork.Pixels });
        var frames = References.Frames(5, 3, 20, 24);
        var vectors = extractor.Extract(frames, 8);
        var pixels = new PluginHost.Pixels.PixelVectors(new());
        var bytes = frames.data<byte>().ToArray();
        vectors[SampleKeys.Objects].data<float>().ToArray().ShouldBe(pixels.Objects(bytes, 5, 3, 20, 24));
        vectors[SampleKeys.Motion].data<float>().ToArray().ShouldBe(pixels.Motion(bytes, 5, 3, 20, 24));
        vectors[SampleKeys.Objects].shape.ShouldBe([5L, 512]);
        vectors[SampleKeys.Motion].shape.ShouldBe([768L, 8]);
    }

    [Fact]
    public void The_pre_trained_ResNet_gives_what_it_gives_to_the_same_pictures()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var extractor = folder.Extractor(
            new() { Network = ObjectNetwork.PretrainedResNet18, Sizes = new() { ImageSize = 64 }, Fit = PictureFit.Stretch });
        // Of the size that the network is to see: nothing is resized.
        var frames = References.Frames(3, 3, 64, 64);
        var found = extractor.Extract(frames, 8)[SampleKeys.Objects];
        using var network = PluginHost.Backbones.PretrainedResNet.Load();
        var wanted = network.call(PluginHost.Backbones.PretrainedResNet.Prepare(frames.to_type(ScalarType.Float32) / 255));
        found.shape.ShouldBe([3L, 512]);
        Difference(found, wanted).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void Vectors_are_the_same_on_every_thread_and_in_every_clip_that_has_the_frame()
    {
        var reference = References.Case("clip");
        using var extractor = folder.Extractor(
            new() { Network = ObjectNetwork.ClipVitB32, Weights = folder.Write(reference.Tensors), Sizes = s_clip },
            new() { Network = MotionNetwork.VideoMaeBase, Weights = folder.Write(References.Case("videomae, max").Tensors), Sizes = s_video });
        // More frames than are taken at once.
        using var frames = References.Frames(37, 3, 40, 48);
        var all = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ =>
        {
            var vectors = extractor.Extract(frames, 8);
            return (Objects: vectors[SampleKeys.Objects].data<float>().ToArray(), Motion: vectors[SampleKeys.Motion].data<float>().ToArray());
        }).ToArray();
        foreach (var (objects, motion) in all)
        {
            objects.ShouldBe(all[0].Objects);
            motion.ShouldBe(all[0].Motion);
        }

        using var last = frames.narrow(0, 36, 1);
        using var alone = extractor.Extract(last, 8)[SampleKeys.Objects];
        var difference = alone.data<float>().ToArray().Zip(all[0].Objects[^10..]).Max(pair => Math.Abs(pair.First - pair.Second));
        difference.ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void Networks_that_the_first_sample_loads_outlive_its_scope()
    {
        using var extractor = folder.Extractor(
            new() { Network = ObjectNetwork.ClipVitB32, Weights = folder.Write(References.Case("clip").Tensors), Sizes = s_clip },
            new() { Network = MotionNetwork.VideoMaeBase, Weights = folder.Write(References.Case("videomae, max").Tensors), Sizes = s_video });
        float[] Vectors()
        {
            using var scope = NewDisposeScope();
            var vectors = extractor.Extract(References.Frames(3, 3, 40, 48), 8);
            return [.. vectors[SampleKeys.Objects].data<float>().ToArray(), .. vectors[SampleKeys.Motion].data<float>().ToArray()];
        }

        var first = Vectors();
        Vectors().ShouldBe(first);
    }

    private void Compare(Reference reference, string key, ObjectsOptions objects, MotionOptions? motion = null, double tolerance = 2e-5)
    {
        using var scope = NewDisposeScope();
        using var extractor = folder.Extractor(objects, motion);
        extractor.Check().ShouldBeEmpty();
        var vectors = extractor.Extract(References.Frames(reference.Frames), 8);
        vectors.Keys.ShouldBe(extractor.Produces, ignoreOrder: true);
        vectors[key].shape.ShouldBe(reference.Shape);
        vectors[key].requires_grad.ShouldBeFalse();
        Difference(vectors[key], tensor(reference.Vectors, reference.Shape)).ShouldBeLessThan(tolerance);
    }

    /// <summary>The largest difference, relative to the largest number wanted.</summary>
    private static double Difference(Tensor found, Tensor wanted) => ((found - wanted).abs().max() / wanted.abs().max()).ToDouble();
}
