using PluginHost.Plugins.DatasetAudioVisual.Scenes;

namespace AudioVisual.Data.Tests.Scenes;

public sealed class ScenesTests
{
    private const int Rate = 8000;
    private const int Size = 48;

    private static readonly ScenesOptions _options = new()
    {
        Classes = ["flute", "drum", "piano"], TrainScenes = 12, ValidationScenes = 1, TestScenes = 2, Segments = 4, SegmentSeconds = 0.5, Rate = Rate,
        Size = Size, FramesPerSegment = 2, NoiseDecibels = -90, PictureNoise = 0,
    };

    [Fact]
    public void A_scene_has_a_sound_frames_masks_and_events_of_the_stated_shapes()
    {
        var scenes = new ScenesDataset(_options);
        scenes.Info.Classes.ShouldBe(["flute", "drum", "piano"]);
        scenes.Info.FrameRate.ShouldBe(4);
        scenes.Samples(Split.Train).Count.ShouldBe(36);
        using var sample = scenes.Load(scenes.Samples(Split.Test)[3]);
        sample[SampleKeys.Audio].shape.ShouldBe([16000L]);
        sample[SampleKeys.Frames].shape.ShouldBe([8L, 3, Size, Size]);
        sample[AudioVisualKeys.Masks].shape.ShouldBe([8L, 1, Size, Size]);
        foreach (var key in (string[])[AudioVisualKeys.Events, AudioVisualKeys.AudioEvents, AudioVisualKeys.VisualEvents])
            sample[key].shape.ShouldBe([4L, 3]);
    }

    [Fact]
    public void The_sound_is_where_the_events_say_and_nowhere_else()
    {
        var scenes = new ScenesDataset(_options);
        foreach (var info in scenes.Samples(Split.Train))
        {
            var events = scenes.Floats(info.Id, AudioVisualKeys.AudioEvents);
            var sound = scenes.Floats(info.Id, SampleKeys.Audio);
            float[] own = [.. Enumerable.Range(0, 4).Select(segment => events[(3 * segment) + info.Label])];
            own.Sum().ShouldBe(events.Sum());
            own.Sum().ShouldBeInRange(2, 4);
            for (var segment = 0; segment < 4; segment++)
            {
                // A note may be as short as a rest: only the whole event is loud for certain.
                if (own[segment] == 0) Level(sound[(segment * 4000)..((segment + 1) * 4000)]).ShouldBeLessThan(1e-4);
            }

            var loud = Enumerable.Range(0, sound.Length).Where(i => own[i / 4000] == 1).Select(i => sound[i]).ToArray();
            Level(loud).ShouldBeInRange(0.04, 0.15);
        }
    }

    [Fact]
    public void The_mask_covers_the_figure_of_the_sounding_class_alone_and_only_while_it_sounds()
    {
        var scenes = new ScenesDataset(_options);
        var quarters = new HashSet<(int, int)>();
        foreach (var info in scenes.Samples(Split.Train))
        {
            using var sample = scenes.Load(info);
            var masks = scenes.Floats(info.Id, AudioVisualKeys.Masks).Chunk(Size * Size).ToArray();
            var events = scenes.Floats(info.Id, AudioVisualKeys.AudioEvents);
            for (var frame = 0; frame < 8; frame++) (masks[frame].Sum() > 0).ShouldBe(events[(3 * (frame / 2)) + info.Label] == 1, info.Id);
            var mask = masks.First(mask => mask.Sum() > 0);
            masks.Where(other => other.Sum() > 0).ShouldAllBe(other => other.SequenceEqual(mask));
            int[] inside = [.. Enumerable.Range(0, mask.Length).Where(i => mask[i] == 1)];
            var (x, y) = (inside.Average(i => i % Size) / Size, inside.Average(i => i / Size) / Size);
            // The middle of the figure lies in one quarter, and so does nearly all of it.
            var quarter = (x < 0.5 ? 0 : 1, y < 0.5 ? 0 : 1);
            quarters.Add(quarter);
            inside.Count(i => ((i % Size < Size / 2 ? 0 : 1), (i / Size < Size / 2 ? 0 : 1)) == quarter).ShouldBeGreaterThan((int)(0.9 * inside.Length));
            // Flutes are of silver and drums red: both are brighter in red than any ground and than most of a piano.
            var red = scenes.Bytes(info.Id, SampleKeys.Frames)[..(Size * Size)];
            double outside = Enumerable.Range(0, mask.Length).Where(i => mask[i] == 0).Average(i => (double)red[i]);
            if (info.Label < 2) inside.Average(i => (double)red[i]).ShouldBeGreaterThan(outside + 50, info.Id);
        }

        quarters.Count.ShouldBe(4);
    }

    [Fact]
    public void Another_figure_is_seen_that_is_not_heard_and_the_sound_alone_tells_which()
    {
        var scenes = new ScenesDataset(_options);
        foreach (var info in scenes.Samples(Split.Train))
        {
            var seen = scenes.Floats(info.Id, AudioVisualKeys.VisualEvents).Chunk(3).ToArray();
            seen.ShouldAllBe(segment => segment.Sum() == 2 && segment[info.Label] == 1);
            seen.ShouldAllBe(segment => segment.SequenceEqual(seen[0]));
            // No hand moves by default: all frames are alike.
            var frames = scenes.Bytes(info.Id, SampleKeys.Frames).Chunk(3 * Size * Size).ToArray();
            frames.ShouldAllBe(frame => frame.SequenceEqual(frames[0]));
        }

        var moving = new ScenesDataset(Copy(options => options.Motion = "sounding"));
        var first = moving.Samples(Split.Train)[0];
        var own = moving.Bytes(first.Id, SampleKeys.Frames).Chunk(3 * Size * Size).ToArray();
        own.Select(frame => Convert.ToHexString(frame)).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_scene_is_a_function_of_its_id_and_the_seed_of_the_data()
    {
        var (one, other) = (new ScenesDataset(_options), new ScenesDataset(Copy(options => options.TrainScenes = 3)));
        var seeded = new ScenesDataset(Copy(options => options.Seed = 2));
        const string Id = "piano-train-00002";
        foreach (var key in (string[])[SampleKeys.Audio, AudioVisualKeys.Masks])
        {
            one.Floats(Id, key).ShouldBe(other.Floats(Id, key));
            one.Floats(Id, key).ShouldNotBe(seeded.Floats(Id, key));
        }

        one.Bytes(Id, SampleKeys.Frames).ShouldBe(other.Bytes(Id, SampleKeys.Frames));
    }

    [Fact]
    public void Questions_are_answered_by_the_scene()
    {
        var (scenes, asked) = (new ScenesDataset(_options), new ScenesDataset(Copy(options => options.Questions = true)));
        asked.Info.Classes.ShouldBe(["yes", "no", "left", "right", "flute", "drum", "piano"]);
        var answers = new HashSet<string>();
        foreach (var info in asked.Samples(Split.Train))
        {
            using var sample = asked.Load(info);
            var (question, answer) = (sample.Texts[AudioVisualKeys.Question], sample.Texts[AudioVisualKeys.Answer]);
            answers.Add(answer);
            asked.Info.Classes[info.Label].ShouldBe(answer);
            var sounding = info.Id.Split('-')[0];
            if (question.StartsWith("Is the sounding", StringComparison.Ordinal))
            {
                var mask = scenes.Floats(info.Id, AudioVisualKeys.Masks);
                answer.ShouldBe(Enumerable.Range(0, mask.Length).Where(i => mask[i] == 1).Average(i => i % Size) < Size / 2.0 ? "left" : "right");
            }
            else if (question.StartsWith("Is the", StringComparison.Ordinal))
            {
                answer.ShouldBe(question == $"Is the {sounding} sounding?" ? "yes" : "no");
            }
            else
            {
                answer.ShouldBe(sounding);
                question.ShouldContain(sounding);
            }
        }

        answers.Count.ShouldBe(7);
    }

    [Fact]
    public void Classes_that_make_no_scene_are_findings()
    {
        new ScenesOptions { Classes = ["flute"] }.Check().ShouldHaveSingleItem().Code.ShouldBe("AVD0002");
        var unknown = new ScenesOptions { Classes = ["flute", "fluet"] }.Check().ShouldHaveSingleItem();
        (unknown.Where, unknown.Fix).ShouldBe(("classes[1]", "Did you mean 'flute'?"));
        new ScenesOptions { Classes = ["flute", "flute"] }.Check().ShouldHaveSingleItem().Code.ShouldBe("DS0004");
    }

    private static double Level(float[] samples) => Math.Sqrt(samples.Average(value => (double)value * value));

    private static ScenesOptions Copy(Action<ScenesOptions> change)
    {
        var options = new ScenesOptions
        {
            Classes = _options.Classes, TrainScenes = _options.TrainScenes, ValidationScenes = 1, TestScenes = 2, Segments = 4, SegmentSeconds = 0.5, Rate = Rate,
            Size = Size, FramesPerSegment = 2, NoiseDecibels = -90, PictureNoise = 0,
        };
        change(options);
        return options;
    }
}
