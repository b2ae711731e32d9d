namespace PluginHost.AudioVisual.Separation.Tests;

/// <summary>What the separation task gives a model that sees pictures, and that others get what they always got.</summary>
public sealed class PictureBatchTests
{
    private const int Rate = 11025;
    private const int Frames = 10;

    [Fact]
    public void Pictures_and_single_sounds_are_given_to_a_model_that_sees_them_and_to_no_other()
    {
        using var scope = NewDisposeScope();
        var clips = new PictureClips(objects: true);
        using var plain = new SeparationTask(Options).Collate([clips.Mix(0, 1)], clips);
        using var seen = Task(8).Collate([clips.Mix(0, 1)], clips);
        seen.Tensors.Keys.Except(plain.Tensors.Keys).ShouldBe([AudioVisualKeys.Pictures, SeparationKeys.Sounds], ignoreOrder: true);
        foreach (var (key, tensor) in plain.Tensors) tensor.Equals(seen[key]).ShouldBeTrue(key);
        // The target mask times the mixture is the source's own magnitude, where the mask is not cut at 5.
        var own = seen[SeparationKeys.Targets] * seen[BatchKeys.Input].expm1();
        var uncut = seen[SeparationKeys.Targets].lt(5).to_type(ScalarType.Float32);
        seen[SeparationKeys.Sounds].shape.ShouldBe(seen[SeparationKeys.Targets].shape);
        ((seen[SeparationKeys.Sounds].expm1() - own) * uncut).abs().max().item<float>().ShouldBeLessThan(1e-3f);
        seen[SeparationKeys.Sounds].max().item<float>().ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(1, new[] { 4 })]
    [InlineData(3, new[] { 3, 4, 5 })]
    [InlineData(12, new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9 })]
    public void Pictures_are_those_around_the_middle_of_the_clip_from_0_to_1_and_coloured(int count, int[] expected)
    {
        using var scope = NewDisposeScope();
        var clips = new PictureClips(objects: false);
        using var batch = Task(8, count).Collate([clips.Mix(0, 1)], clips);
        var pictures = batch[AudioVisualKeys.Pictures];
        pictures.shape.ShouldBe([2, count, 3, 8, 8]);
        // Frame i of the data set is grey of level 20 i.
        for (var frame = 0; frame < count; frame++)
        {
            var level = expected[frame] * 20 / 255f;
            (pictures[0, frame] - level).abs().max().item<float>().ShouldBeLessThan(1e-6f, $"frame {frame}");
        }

        batch.Tensors.ContainsKey(SeparationKeys.Object).ShouldBeFalse();
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(4, 4)]
    [InlineData(16, 16)]
    public void Pictures_are_brought_to_the_models_size_and_keep_their_mean(int size, int expected)
    {
        using var scope = NewDisposeScope();
        var clips = new PictureClips(objects: false, ramp: true);
        using var batch = Task(size).Collate([clips.Mix(0, 1)], clips);
        var pictures = batch[AudioVisualKeys.Pictures];
        pictures.shape.ShouldBe([2, 1, 3, expected, expected]);
        pictures.mean().item<float>().ShouldBe(3.5f * 20 / 255, 0.002f);
        pictures[0, 0, 0, 0, 0].item<float>().ShouldBeLessThan(pictures[0, 0, 0, 0, expected - 1].item<float>());
    }

    [Fact]
    public void Known_places_come_along_and_go_on_to_the_prediction()
    {
        using var scope = NewDisposeScope();
        var clips = new PictureClips(objects: false, masks: true);
        var task = Task(16);
        using var batch = task.Collate([clips.Mix(0, 1)], clips);
        batch[AudioVisualKeys.Masks].shape.ShouldBe([2, 1, 1, 16, 16]);
        // The upper left quarter of every frame.
        batch[AudioVisualKeys.Masks].sum().item<float>().ShouldBe(2 * 64);
        var maps = rand(2, 1, 4, 4);
        using var prediction = task.Decode(new(null, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SeparationKeys.Masks] = ones(2, 1, 32, 32), [LocalisationKeys.Maps] = maps,
        }), batch);
        prediction[LocalisationKeys.Maps].Equals(maps).ShouldBeTrue();
        prediction[AudioVisualKeys.Masks].Equals(batch[AudioVisualKeys.Masks]).ShouldBeTrue();
    }

    [Fact]
    public void Vectors_are_not_asked_for_where_pictures_are_seen_and_missing_pictures_are_named()
    {
        using var scope = NewDisposeScope();
        var clips = new PictureClips(objects: false);
        var shapes = Task(8).Inputs(clips, clips.Infos[0]);
        shapes.Keys.ShouldBe([BatchKeys.Input, AudioVisualKeys.Pictures, SeparationKeys.Sounds], ignoreOrder: true);
        shapes[AudioVisualKeys.Pictures].ShouldBe([1, 3, 8, 8]);
        Task(8).Check(clips.Get(clips.Infos[0]), clips.Dataset).ShouldBeEmpty();
        new SeparationTask(Options).Check(clips.Get(clips.Infos[0]), clips.Dataset).Select(finding => finding.Code).ShouldBe(["SEP0104", "SEP0104"]);

        using var blind = new Sample(clips.Infos[0], new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = clips.Get(clips.Infos[0])[SampleKeys.Audio].clone(),
        });
        Task(8).Check(blind, clips.Dataset).ShouldHaveSingleItem().What.ShouldBe("Sample 'clip-0' has no 'frames'; it has audio.");
    }

    private static SeparationOptions Options => new() { NFft = 254, Hop = 64, Frames = 32, Bins = 32, Crop = CropKind.Inside };

    private static SeparationTask Task(int size, int frames = 1)
    {
        var options = Options;
        options.PictureFrames = frames;
        return new(options, new OneAvmSeparator(new() { PictureSize = size, PictureStride = 4 }));
    }

    /// <summary>Two clips of a second with frames of 8 x 8.</summary>
    private sealed class PictureClips : ISampleSource
    {
        private readonly Dictionary<string, Sample> _samples = new(StringComparer.Ordinal);

        public PictureClips(bool objects, bool ramp = false, bool masks = false)
        {
            foreach (var info in Infos)
            {
                var sound = Enumerable.Range(0, Rate).Select(n => (float)(0.3 * Math.Sin(2 * Math.PI * 300 * (info.Label + 1) * n / Rate))).ToArray();
                var levels = ramp ? arange(8).view(1, 1, 1, 8).expand(Frames, 1, 8, 8) : arange(Frames).view(Frames, 1, 1, 1).expand(Frames, 1, 8, 8);
                var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
                {
                    [SampleKeys.Audio] = tensor(sound), [SampleKeys.Frames] = (levels * 20).to_type(ScalarType.Byte),
                };
                if (objects) (tensors[SampleKeys.Objects], tensors[SampleKeys.Motion]) = (rand(Frames, 6), rand(4, 3));
                if (masks)
                {
                    tensors[AudioVisualKeys.Masks] = zeros(Frames, 1, 8, 8);
                    tensors[AudioVisualKeys.Masks].narrow(2, 0, 4).narrow(3, 0, 4).fill_(1);
                }

                _samples.Add(info.Id, new(info, tensors));
            }
        }

        public IReadOnlyList<SampleInfo> Infos { get; } =
            [.. Enumerable.Range(0, 2).Select(i => new SampleInfo { Id = $"clip-{i}", Label = i, Split = Split.Test })];

        public DatasetInfo Dataset { get; } = new() { Name = "clips", Classes = ["a", "b"], AudioRate = Rate, FrameRate = Frames };

        public Sample Get(SampleInfo sample) => _samples[sample.Id];

        public Draw Mix(params int[] sources) =>
            new() { Sources = [.. sources.Select(i => new DrawSource { Sample = Infos[i] })], Training = false };
    }
}
