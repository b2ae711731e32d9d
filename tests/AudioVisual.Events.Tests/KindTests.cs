using PluginHost.Plugins.AvMoe;
using PluginHost.Plugins.EventMetrics;
using PluginHost.Plugins.Events;
using PluginHost.Plugins.Lwf;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>Parsing, segmentation and questions as whole jobs, tests without a modality, and what batches hold.</summary>
public sealed class KindTests
{
    [Fact]
    public async Task Videos_are_parsed_from_labels_of_clips_in_a_stream_of_two_experiences()
    {
        using var run = new ToyRun();
        using var job = await new EventJob(run, new LwfStrategy(new()))
        {
            Task = EventJob.Questions(EventTaskKind.Parsing),
            Metrics = [new ParsingScores(new())],
            // Training needs no labels of segments.
            Clips = new() { Change = (sample, tensors) => Weaken(sample, tensors) },
        }.Run();
        job.Score("segment F, A").ShouldBeInRange(0, 100);
        job.Events.Of<StepCompleted>().Last().Terms.Select(term => term.Key).ShouldBe(["base", "clip", "sound", "pictures", "distillation"], ignoreOrder: true);

        static void Weaken(SampleInfo sample, Dictionary<string, Tensor> tensors)
        {
            if (sample.Split == Split.Test) return;
            tensors.Remove(AudioVisualKeys.AudioEvents);
            tensors.Remove(AudioVisualKeys.VisualEvents);
        }
    }

    [Fact]
    public async Task What_sounds_is_segmented_better_than_by_taking_nothing_or_everything()
    {
        using var run = new ToyRun();
        using var job = await new EventJob(run)
        {
            Task = EventJob.Questions(EventTaskKind.Segmentation),
            Model = new AvMoeSegmenter(EventJob.Network()),
            Metrics = [new MaskScores(new())],
            Experiences = [["class 0", "class 1", "class 2", "class 3"]],
            Steps = 40,
            Rate = 1e-2,
        }.Run();
        // Half of the pictures have no mask: taking nothing gives 50, everything 12.5.
        job.Score("mean Jaccard").ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task A_question_decides_what_is_answered_about_the_same_clip()
    {
        using var run = new ToyRun();
        // The clips are all alike in class; the question alone tells the answer.
        using var job = await new EventJob(run)
        {
            Task = EventJob.Questions(EventTaskKind.Answers),
            Metrics = [new AnswerAccuracy(new())],
            Clips = new(classes: 2)
            {
                NoisySound = _ => true,
                NoisyPictures = _ => true,
                Texts = sample => new(StringComparer.Ordinal)
                {
                    [AudioVisualKeys.Question] = sample.Label == 0 ? "Is it loud?" : "How many are there?",
                    [AudioVisualKeys.Answer] = $"class {sample.Label}",
                },
            },
            Experiences = [["class 0", "class 1"]],
            Steps = 25,
            Rate = 1e-2,
        }.Run();
        job.Score("answer accuracy").ShouldBeGreaterThan(90);
    }

    [Fact]
    public async Task Tests_without_a_modality_have_figures_beside_those_with_both_which_do_not_change()
    {
        double[] alone = await Scores([]);
        double[] beside = await Scores([Modality.Sound, Modality.Pictures]);
        beside[0].ShouldBe(alone[0]);
        beside.Length.ShouldBe(3);

        static async Task<double[]> Scores(Modality[] leaveOut)
        {
            using var run = new ToyRun();
            var questions = EventJob.Questions(EventTaskKind.Localisation);
            questions.LeaveOut = leaveOut;
            using var job = await new EventJob(run)
            {
                Task = questions,
                Metrics = [new SegmentAccuracy(new() { WithoutSound = leaveOut.Length > 0, WithoutPictures = leaveOut.Length > 0 }), new RouterWeights(new())],
            }.Run();
            job.Score("cross-modal weight, sound").ShouldBeInRange(1, 99);
            job.Events.Of<EvaluationCompleted>().Last().Scores.Select(score => score.Key).ShouldContain("router evenness");
            string[] names = leaveOut.Length == 0 ? ["segment accuracy"]
                : ["segment accuracy", "segment accuracy, without sound", "segment accuracy, without pictures"];
            return [.. names.Select(job.Score)];
        }
    }

    [Fact]
    public void An_item_without_a_modality_has_zeros_for_it_and_test_samples_alone_have_such_items()
    {
        using var scope = NewDisposeScope();
        var clips = new ToyClips();
        using var source = new SampleStore(clips, clips.Info.Classes, null, 1L << 30);
        var questions = EventJob.Questions(EventTaskKind.Localisation);
        questions.LeaveOut = [Modality.Sound, Modality.Pictures];
        var task = new EventTask(questions);
        SampleInfo[] train = [clips.Samples(Split.Train)[0]];
        task.DrawEvaluation(train, train).ShouldHaveSingleItem();
        SampleInfo[] test = [clips.Samples(Split.Test)[0]];
        var draws = task.DrawEvaluation(test, test);
        draws.Select(draw => draw.Sources[0].Counted).ShouldBe([true, false, false]);
        using var batch = task.Collate(draws, source);
        bool Silent(string key, int row) => batch[key][row].abs().max().ToDouble() == 0;
        Enumerable.Range(0, 3).Select(row => Silent(AudioVisualKeys.Spectrogram, row)).ShouldBe([false, true, false]);
        Enumerable.Range(0, 3).Select(row => Silent(AudioVisualKeys.Pictures, row)).ShouldBe([false, false, true]);
    }

    [Fact]
    public void Events_come_in_the_order_of_the_stream_not_of_the_data_set()
    {
        using var scope = NewDisposeScope();
        var clips = new ToyClips();
        string[] order = ["class 2", "class 0", "class 3"];
        using var source = new SampleStore(clips, order, null, 1L << 30);
        var task = new EventTask(EventJob.Questions(EventTaskKind.Localisation));
        // A clip of the data set's class 3, which the stream has as its third.
        var sample = clips.Samples(Split.Test).First(each => each.Label == 3) with { Labels = [2] };
        using var batch = task.Collate(task.DrawEvaluation([sample], [sample]), source);
        batch[AudioVisualKeys.Events].shape.ShouldBe([1, 4, 3]);
        Reference.Numbers(batch[AudioVisualKeys.Events].sum([0, 1])).ShouldBe([0, 0, 2]);
    }

    [Fact]
    public void Words_have_the_numbers_of_the_published_hash_behind_zeros()
    {
        using var scope = NewDisposeScope();
        var clips = new ToyClips(classes: 2) { Texts = _ => new(StringComparer.Ordinal) { [AudioVisualKeys.Question] = "Foobar, a?" } };
        using var scene = new Scene(EventJob.Questions(EventTaskKind.Answers), clips);
        // FNV-1a of "foobar" is 0xbf9cf968 and of "a" 0xe40c292c (Noll's test suite).
        scene.Batch[EventKeys.Words][0].data<long>().ToArray().ShouldBe([0, 0, 1 + (0xbf9cf968L % 4095), 1 + (0xe40c292cL % 4095)]);
    }
}
