using PluginHost.Plugins.AudioVisual;
using PluginHost.Plugins.Joint;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>Batches, draws, findings and whole jobs of the task.</summary>
public sealed class PairTaskTests
{
    [Fact]
    public async Task Training_brings_retrieval_well_above_chance()
    {
        using var run = new ToyRun(seed: 2);
        var options = PairJob.Small();
        options.ContrastWeight = 1;
        using var job = await new PairJob(run)
        {
            Steps = 50,
            Options = options,
            Dataset = new PairSet(test: 2),
            Benchmark = new Plugins.Benchmarks.Unlabelled(new() { Boundaries = false }),
        }.Run();
        // The two pairs of a class are alike. By chance one of eight is found, and the median rank is 4.5; with classes told apart half and
        // 1.5.
        job.Score("R@1").ShouldBeGreaterThan(30);
        job.Score("median rank sound to pictures").ShouldBeLessThan(3.1);
        job.Score("modality gap").ShouldBeInRange(0, 2);
        var terms = job.Terms();
        terms[^1]["base"].ShouldBe(terms[^1]["recovered-audio"] + terms[^1]["recovered-video"] + terms[^1]["contrast"], 1e-4);
        terms[^1]["contrast"].ShouldBeLessThan(terms[0]["contrast"]);
    }

    [Fact]
    public async Task Figures_of_retrieval_stand_in_the_matrix_and_in_the_summary()
    {
        using var run = new ToyRun(seed: 2);
        using var job = await new PairJob(run) { Engine = new() { Evaluation = new() { Future = true } } }.Run();
        var metrics = job.Metrics();
        metrics["experiences"]!.AsArray().Count.ShouldBe(2);
        var scores = metrics["matrix"]!["R@5 pictures to sound"]!.ToJsonString();
        scores.Count(sign => sign == '[').ShouldBe(3);
        metrics["summary"]!.ToJsonString().ShouldContain("script forgetting");
    }

    [Fact]
    public async Task A_run_stopped_and_resumed_ends_with_the_very_same_weights_and_figures() =>
        await Resumed.EndsTheSame((run, events) => new(run) { Events = events }, 0, 3);

    [Fact]
    public async Task Joint_training_takes_all_experiences_at_once()
    {
        using var run = new ToyRun(seed: 3);
        using var job = await new PairJob(run, new JointStrategy())
        {
            Benchmark = new Plugins.Benchmarks.Unlabelled(new() { Experiences = 2 }),
        }.Run();
        job.Metrics()["experiences"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void A_batch_has_all_patches_once_seen_or_to_be_recovered()
    {
        var (task, samples, dataset) = Task();
        var entries = dataset.Samples(Split.Train).Select(sample => new TrainingEntry(sample, false)).ToArray();
        Draw[] draws = [.. Enumerable.Range(0, 3).Select(i => task.DrawTraining(entries, i, new(1), [i]))];
        using var batch = task.Collate(draws, samples);
        batch[AudioVisualKeys.Spectrogram].shape.ShouldBe([3, 1, 32, 16]);
        batch[AudioVisualKeys.Pictures].shape.ShouldBe([3, 2, 3, 16, 16]);
        batch[PatchKeys.VisibleAudio].shape.ShouldBe([3, 6]);
        for (var row = 0; row < 3; row++)
        {
            foreach (var (seen, target) in ((string, string)[])[(PatchKeys.VisibleAudio, PatchKeys.TargetAudio), (PatchKeys.VisibleVideo, PatchKeys.TargetVideo)])
            {
                batch[seen][row].data<long>().Concat(batch[target][row].data<long>()).Order()
                    .ShouldBe(Enumerable.Range(0, 32).Select(patch => (long)patch));
            }
        }

        batch[PatchKeys.VisibleAudio][0].data<long>().ToArray().ShouldNotBe(batch[PatchKeys.VisibleAudio][1].data<long>().ToArray());
    }

    [Fact]
    public void Sound_is_a_normalised_spectrogram_that_is_filled_up_with_silence()
    {
        var (task, samples, dataset) = Task(options => options.Sound.Frames = 40);
        using var batch = task.Collate(task.DrawEvaluation([dataset.Samples(Split.Test)[0]], []), samples);
        var sound = batch[AudioVisualKeys.Spectrogram][0, 0];
        // 2000 samples at a hop of 62 are 33 frames; silence is the logarithm of the floor.
        sound[33].data<float>().ShouldAllBe(value => Math.Abs(value - ((Math.Log(1e-10) + 8) / 4)) < 1e-3);
        sound[32].mean().ToDouble().ShouldBeGreaterThan(-3);
        // The tone of 200 Hz lies in a band below the one of 800 Hz.
        using var other = task.Collate(task.DrawEvaluation([dataset.Samples(Split.Test)[^1]], []), samples);
        Loudest(sound).ShouldBeLessThan(Loudest(other[AudioVisualKeys.Spectrogram][0, 0]));

        static long Loudest(Tensor sound) => sound.narrow(0, 0, 30).mean([0L]).argmax().ToInt64();
    }

    [Fact]
    public void Pictures_are_taken_evenly_from_the_window_and_a_still_picture_as_often_as_needed()
    {
        PairInputs Inputs(double rate) => new(PairJob.Small(), new() { Name = "x", Classes = [], AudioRate = 4000, FrameRate = rate });
        // Half a second at 8 frames a second: the middles of two halves are frames 1 and 3; a second later 9 and 11.
        Inputs(8).Places(40, 0).ShouldBe([1, 3]);
        Inputs(8).Places(40, 4000).ShouldBe([9, 11]);
        Inputs(8).Places(1, 4000).ShouldBe([0, 0]);
        Inputs(0).Places(10, 0).ShouldBe([2, 7]);
        Inputs(8).Start(6000, null).ShouldBe(2000);
        Inputs(8).Start(6000, 0.25).ShouldBe(1000);
        Inputs(8).Start(2000, 0.9).ShouldBe(0);
    }

    [Theory]
    [InlineData(GalleryKind.Seen, 5)]
    [InlineData(GalleryKind.Own, 2)]
    public void A_test_counts_its_own_samples_and_searches_the_gallery(GalleryKind gallery, int items)
    {
        var (task, _, dataset) = Task(options => options.Gallery = gallery);
        SampleInfo[] pool = [.. dataset.Samples(Split.Test).Take(5)];
        var draws = task.DrawEvaluation(pool[3..], pool);
        draws.Count.ShouldBe(items);
        draws.Where(draw => draw.Sources[0].Counted).Select(draw => draw.Sources[0].Sample).ShouldBe(pool[3..]);
    }

    [Fact]
    public void A_pair_without_a_side_and_a_clip_shorter_than_a_window_are_findings_with_the_samples_name()
    {
        var (task, _, dataset) = Task();
        var info = dataset.Samples(Split.Test)[0];
        using var silent = new Sample(info, new Dictionary<string, Tensor> { [SampleKeys.Frames] = zeros(4, 3, 16, 16, dtype: ScalarType.Byte) });
        var missing = task.Check(silent, dataset.Info).Single();
        missing.Code.ShouldBe("AV0101");
        missing.What.ShouldBe("Sample 'Test/0/0' has no 'audio'; it has frames");
        using var shorter = new Sample(info, new Dictionary<string, Tensor>
        {
            [SampleKeys.Audio] = zeros(1000),
            [SampleKeys.Frames] = zeros(4, 3, 16, 16, dtype: ScalarType.Byte),
        });
        var brief = task.Check(shorter, dataset.Info).Single();
        brief.Code.ShouldBe("AV0102");
        brief.What.ShouldBe("Sample 'Test/0/0' has 1000 samples of sound, 0.25 s");
        brief.Expected.ShouldBe("at least 2000: a window of 0.5 s");
        using var sound = dataset.Load(info);
        task.Check(sound, dataset.Info).ShouldBeEmpty();
    }

    [Fact]
    public void Options_that_fit_no_patch_are_findings()
    {
        string[] Codes(Action<PairOptions> change)
        {
            var options = PairJob.Small();
            change(options);
            return [.. options.Check().Select(finding => finding.Code)];
        }

        Codes(_ => { }).ShouldBeEmpty();
        Codes(options => options.Patch = 5).ShouldContain("AV0001");
        Codes(options => options.Visible = 1).ShouldBe(["AV0002", "AV0002"]);
        Codes(options => options.Visible = 0.01).ShouldBe(["AV0002", "AV0002"]);
        Codes(options => (options.AudioWeight, options.VideoWeight, options.ContrastWeight) = (0, 0, 0)).ShouldBe(["AV0003"]);
        Codes(options => options.Sound.Window = 300).ShouldBe(["AV0004"]);
        var (task, samples, dataset) = Task(options => options.Sound.Mels = 512);
        Should.Throw<JobException>(() => task.Inputs(samples, dataset.Samples(Split.Train)[0])).Findings[0].Code.ShouldBe("AV0104");
    }

    private static (PairTask Task, LoadedPairs Samples, PairSet Dataset) Task(Action<PairOptions>? change = null)
    {
        var options = PairJob.Small();
        change?.Invoke(options);
        var dataset = new PairSet();
        return (new(options), new(dataset), dataset);
    }
}
