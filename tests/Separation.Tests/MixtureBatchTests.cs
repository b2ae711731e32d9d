using PluginHost.Plugins.BssEval;
using PluginHost.Plugins.Separation;

namespace PluginHost.Separation.Tests;

public sealed class MixtureBatchTests
{
    private const int Rate = 11025;

    private static SeparationOptions Small => new() { Frames = 64, Bins = 64, ClipSamples = 16128, Crop = CropKind.Inside };

    [Fact]
    public void Rows_run_slot_by_slot_and_items_share_the_mixture()
    {
        using var scope = NewDisposeScope();
        var clips = new Clips();
        var samples = Enumerable.Range(0, 4).Select(i => clips.Add($"s{i}", i, Clips.Noise(i + 1, 39690), seed: i + 1)).ToArray();
        using var batch = new SeparationTask(Small).Collate([Clips.Mix(samples[0], samples[1]), Clips.Mix(samples[2], samples[3])], clips);
        batch.Labels().ShouldBe([0, 2, 1, 3]);
        batch[BatchKeys.Labels].data<long>().ToArray().ShouldBe([0L, 2, 1, 3]);
        batch[BatchKeys.Input].shape.ShouldBe([2, 1, 64, 64]);
        batch[SeparationKeys.Weights].shape.ShouldBe([2, 1, 64, 64]);
        batch[SeparationKeys.Targets].shape.ShouldBe([4, 1, 64, 64]);
        batch[SeparationKeys.Mixture].shape.ShouldBe([2, 512, 64]);
        batch[SeparationKeys.Sources].shape.ShouldBe([4, 16128]);
        batch[SeparationKeys.Object].shape.ShouldBe([4, 512]);
        batch[SeparationKeys.Motion].shape.ShouldBe([4, 768, 8]);
        batch.Tensors.ContainsKey(SeparationKeys.MotionPadding).ShouldBeFalse();

        // Row 1 is the first source of item 1: the middle of sample 2, halved; its objects are the maximum of frames 13 to 15.
        var from = (39690 - 16128) / 2;
        var expected = Clips.Noise(3, 39690).Skip(from).Take(16128).Select(value => value / 2).ToArray();
        batch[SeparationKeys.Sources][1].data<float>().ToArray().ShouldBe(expected);
        var objects = clips.Get(samples[2])[SampleKeys.Objects].narrow(0, 13, 3).amax([0]);
        batch[SeparationKeys.Object][1].Equals(objects).ShouldBeTrue();
        batch[SeparationKeys.Motion][3].Equals(clips.Get(samples[3])[SampleKeys.Motion]).ShouldBeTrue();
    }

    [Fact]
    public void Gain_comes_before_clipping_and_clipping_before_halving()
    {
        using var scope = NewDisposeScope();
        var clips = new Clips();
        var loud = clips.Add("loud", 0, [.. Enumerable.Repeat(0.9f, 16128)]);
        var draw = new Draw
        {
            Sources = [new() { Sample = loud, Gain = 0.5, Position = 0 }, new() { Sample = loud, Gain = 1.5, Position = 0 }],
            Training = true,
        };
        using var batch = new SeparationTask(Small).Collate([draw], clips);
        batch[SeparationKeys.Sources][0, 100].item<float>().ShouldBe(0.225f, 1e-6f);
        batch[SeparationKeys.Sources][1, 100].item<float>().ShouldBe(0.5f, 1e-6f);
    }

    [Fact]
    public void The_official_clip_makes_256_frames_of_512_bins_and_65280_samples()
    {
        using var scope = NewDisposeScope();
        var clips = new Clips { Dataset = new() { Name = "clips", Classes = ["a", "b"], AudioRate = Rate, FrameRate = 1 } };
        var (a, b) = (clips.Add("a", 0, Clips.Noise(1, 20 * Rate), 20), clips.Add("b", 1, Clips.Noise(2, 20 * Rate), 20));
        var task = new SeparationTask(new());
        using var batch = task.Collate([Clips.Mix(a, b)], clips);
        batch[SeparationKeys.Mixture].shape.ShouldBe([1, 512, 256]);
        batch[BatchKeys.Input].shape.ShouldBe([1, 1, 256, 256]);
        batch[SeparationKeys.Sources].shape.ShouldBe([2, 65280]);
        task.Inputs(clips, a)[BatchKeys.Input].ShouldBe([1, 256, 256]);
    }

    [Fact]
    public void A_mask_of_ones_gives_the_mixture_back_and_the_mixture_is_the_sum_of_the_sources()
    {
        using var scope = NewDisposeScope();
        var clips = new Clips();
        var (a, b) = (clips.Add("a", 0, Clips.Noise(1, 39690)), clips.Add("b", 1, Clips.Noise(2, 39690)));
        var task = new SeparationTask(Small);
        using var batch = task.Collate([Clips.Mix(a, b)], clips);
        using var prediction = task.Decode(Masks(ones(2, 1, 64, 64)), batch);
        var sum = batch[SeparationKeys.Sources].sum(0L);
        (prediction[SeparationKeys.Mixtures][0] - sum).abs().max().item<float>().ShouldBeLessThan(1e-5f);
        (prediction[SeparationKeys.Estimates][0] - sum).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        prediction[SeparationKeys.References].Equals(batch[SeparationKeys.Sources]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(MaskKind.Ratio, 64, 8.0)]
    [InlineData(MaskKind.Binary, 64, 8.0)]
    [InlineData(MaskKind.Ratio, 256, 12.0)]
    public void The_true_masks_separate_far_better_than_the_mixture(MaskKind kind, int bins, double gain)
    {
        using var scope = NewDisposeScope();
        var clips = new Clips();
        var low = clips.Add("low", 0, [.. Clips.Tone(440, 39690).Zip(Clips.Noise(3, 39690, 0.003), (x, y) => x + y)]);
        var high = clips.Add("high", 1, [.. Clips.Tone(1900, 39690).Zip(Clips.Noise(4, 39690, 0.003), (x, y) => x + y)]);
        var options = Small;
        (options.Mask, options.Bins) = (kind, bins);
        var task = new SeparationTask(options);
        using var batch = task.Collate([Clips.Mix(low, high)], clips);
        using var prediction = task.Decode(Masks(batch[SeparationKeys.Targets].clamp(0, 1)), batch);
        foreach (var row in new BssEvalMetric(new()).Measure(prediction))
        {
            row.ShouldNotBeNull();
            row[0].ShouldBeGreaterThan(row[3] + gain);
        }
    }

    [Fact]
    public void Motion_of_unequal_length_is_padded_and_marked()
    {
        using var scope = NewDisposeScope();
        var clips = new Clips();
        var (a, b) = (clips.Add("a", 0, Clips.Noise(1, 39690), motionSteps: 5), clips.Add("b", 1, Clips.Noise(2, 39690)));
        using var batch = new SeparationTask(Small).Collate([Clips.Mix(a, b)], clips);
        batch[SeparationKeys.Motion].shape.ShouldBe([2, 768, 8]);
        batch[SeparationKeys.MotionPadding].data<bool>().ToArray()
            .ShouldBe([.. Enumerable.Repeat(false, 5), .. Enumerable.Repeat(true, 3), .. Enumerable.Repeat(false, 8)]);
        batch[SeparationKeys.Motion][0].narrow(1, 5, 3).abs().max().item<float>().ShouldBe(0);
    }

    [Fact]
    public void Several_threads_make_equal_batches()
    {
        var clips = new Clips();
        var (a, b) = (clips.Add("a", 0, Clips.Noise(1, 39690)), clips.Add("b", 1, Clips.Noise(2, 39690)));
        var task = new SeparationTask(Small);
        using var expected = task.Collate([Clips.Mix(a, b)], clips);
        Parallel.For(0, 6, _ =>
        {
            using var batch = task.Collate([Clips.Mix(a, b)], clips);
            foreach (var (key, value) in expected.Tensors) batch[key].Equals(value).ShouldBeTrue(key);
        });
    }

    [Theory]
    [InlineData(0f, "is silent")]
    [InlineData(1e-7f, "is silent")]
    [InlineData(0.5f, "never changes: every value is 0.5")]
    public void A_sample_without_anything_to_hear_is_named(float value, string complaint)
    {
        using var scope = NewDisposeScope();
        var clips = new Clips();
        var flat = clips.Get(clips.Add("flat", 0, [.. Enumerable.Repeat(value, 39690)]));
        var finding = new SeparationTask(Small).Check(flat, clips.Dataset).ShouldHaveSingleItem();
        finding.Code.ShouldBe("SEP0107");
        finding.What.ShouldContain($"'flat' {complaint}");
    }

    [Fact]
    public void A_sample_that_lacks_a_modality_is_named_and_a_whole_one_is_good()
    {
        using var scope = NewDisposeScope();
        var clips = new Clips();
        var task = new SeparationTask(Small);
        task.Check(clips.Get(clips.Add("good", 0, Clips.Noise(1, 39690))), clips.Dataset).ShouldBeEmpty();
        using var bare = new Sample(Clips.Info("bare", 0), new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = tensor(Clips.Noise(1, 100)),
        });
        task.Check(bare, clips.Dataset).Select(finding => finding.Code).ShouldBe(["SEP0104", "SEP0104"]);
    }

    [Fact]
    public void Rates_and_features_that_do_not_fit_are_all_reported()
    {
        using var scope = NewDisposeScope();
        var clips = new Clips { Dataset = new() { Name = "clips", Classes = ["a"], AudioRate = 16000 } };
        var sample = clips.Add("a", 0, Clips.Noise(1, 39690));
        var error = Should.Throw<JobException>(() => new SeparationTask(Small).Inputs(clips, sample));
        error.Findings.Select(finding => finding.Code).ShouldBe(["SEP0101", "SEP0102"]);
        error.Message.ShouldContain("Set task.options.audioRate to 16000.");
    }

    private static ModelOutput Masks(Tensor masks) =>
        new(null, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SeparationKeys.Masks] = masks });
}
