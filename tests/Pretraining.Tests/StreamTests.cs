using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Encoders;
using PluginHost.Plugins.Memories;
using PluginHost.Plugins.Replay;
using PluginHost.Plugins.SelfSupervised;

namespace PluginHost.Pretraining.Tests;

/// <summary>Whole jobs on an unlabelled stream of MNIST.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task A_linear_probe_beats_the_untrained_encoder_over_three_seeds()
    {
        var gains = new List<double>();
        for (var seed = 0; seed < 3; seed++)
        {
            using var run = new ToyRun(seed);
            var model = new Encoder(new() { Backbone = BackboneKind.Mlp, Widths = [256, 128] });
            using var job = await new PretrainingJob(run) { Steps = 80, Model = model }.Run();
            job.Score("probe accuracy, untrained").ShouldBeGreaterThan(20);
            gains.Add(job.Score("probe accuracy") - job.Score("probe accuracy, untrained"));
        }

        gains.ShouldAllBe(gain => gain > 0);
        gains.Average().ShouldBeGreaterThan(3);
    }

    [Theory]
    [InlineData("one", 0, 7)]
    [InlineData("experiences", 1, 5)]
    [InlineData("task-free", 0, 18)]
    [InlineData("replay", 1, 8)]
    public async Task A_run_killed_anywhere_and_resumed_ends_with_the_very_same_weights_and_figures(string stream, int experience, int step)
    {
        using var whole = new ToyRun(seed: 5);
        using var uninterrupted = await Job(stream, whole, new()).Run();
        using var run = new ToyRun(seed: 5);
        using var stop = new CancellationTokenSource();
        var events = new EventLog(each =>
        {
            if (each is StepCompleted taken && taken.Experience == experience && taken.Step == step) stop.Cancel();
        });
        using var interrupted = Job(stream, run, events);
        await Should.ThrowAsync<OperationCanceledException>(() => interrupted.Run(stop.Token));
        using var again = new ToyRun(seed: 5, resume: true, directory: run.Directory);
        using var resumed = await Job(stream, again, new()).Run();
        resumed.Weights().ShouldBe(uninterrupted.Weights());
        resumed.Scores().ShouldBe(uninterrupted.Scores());
    }

    [Fact]
    public async Task A_run_that_dies_in_a_step_goes_on_from_its_last_state_with_the_very_same_numbers()
    {
        using var whole = new ToyRun(seed: 6);
        using var uninterrupted = await new PretrainingJob(whole) { ProbeEvery = 4 }.Run();
        using var run = new ToyRun(seed: 6);
        var events = new EventLog(each =>
        {
            if (each is StepCompleted { Step: 10 }) throw new IOException("the power is gone");
        });
        using var dying = new PretrainingJob(run) { ProbeEvery = 4, CheckpointEvery = 4, Events = events };
        await Should.ThrowAsync<IOException>(() => dying.Run());
        using var again = new ToyRun(seed: 6, resume: true, directory: run.Directory);
        using var resumed = await new PretrainingJob(again) { ProbeEvery = 4, CheckpointEvery = 4 }.Run();
        resumed.Weights().ShouldBe(uninterrupted.Weights());
        resumed.Scores().ShouldBe(uninterrupted.Scores());
        uninterrupted.Metrics()["between"]!.AsArray().Select(each => (int)each!["step"]!).ShouldBe([4, 8]);
    }

    [Fact]
    public async Task Probes_change_no_weight()
    {
        using var often = new ToyRun(seed: 7);
        using var probed = await new PretrainingJob(often) { ProbeEvery = 1 }.Run();
        using var never = new ToyRun(seed: 7);
        using var plain = await new PretrainingJob(never).Run();
        probed.Weights().ShouldBe(plain.Weights());
    }

    [Fact]
    public async Task Labels_of_training_samples_reach_nobody()
    {
        using var clean = new ToyRun(seed: 8);
        using var unlabelled = await Labelled(clean, sample => sample with { Labels = [] }, new()).Run();
        using var poisoned = new ToyRun(seed: 8);
        var watch = new LabelWatch();
        using var labelled = await Labelled(poisoned, sample => sample with { Label = sample.Id.Length * 7 % 10 }, watch).Run();
        labelled.Weights().ShouldBe(unlabelled.Weights());
        labelled.Scores().ShouldBe(unlabelled.Scores());
        watch.Batches.ShouldBeGreaterThan(20);
        watch.Labels.ShouldBe([-1]);
        watch.Classes.ShouldBe([0]);
    }

    [Fact]
    public async Task Every_loss_stands_in_the_log_by_its_name_and_the_base_is_their_weighted_sum()
    {
        using var run = new ToyRun();
        var losses = new SelfSupervisedOptions
        {
            InfoNce = new() { Weight = 0.5 },
            VicReg = new() { Weight = 0.1 },
            BarlowTwins = new() { Weight = 0.02 },
            Reconstruction = new() { Weight = 3, Over = ReconstructedPixels.Hidden },
            Views = new() { Hidden = 0.3 },
        };
        using var job = await new PretrainingJob(run) { Losses = losses, Steps = 3 }.Run();
        foreach (var step in job.Events.Of<StepCompleted>())
        {
            var terms = step.Terms.ToDictionary(term => term.Key, term => term.Value);
            terms.Keys.ShouldBe(["base", "info-nce", "vicreg", "barlow-twins", "reconstruction"]);
            var sum = (0.5 * terms["info-nce"]) + (0.1 * terms["vicreg"]) + (0.02 * terms["barlow-twins"]) + (3 * terms["reconstruction"]);
            terms["base"].ShouldBe(sum, 1e-4 * Math.Abs(sum));
            step.Loss.ShouldBe(terms["base"], 1e-5 * Math.Abs(sum));
        }
    }

    [Fact]
    public async Task A_teachers_distillation_holds_the_features_of_earlier_experiences()
    {
        using var free = new ToyRun(seed: 3);
        using var plain = await new PretrainingJob(free) { Benchmark = Three() }.Run();
        using var run = new ToyRun(seed: 3);
        using var held = await new PretrainingJob(run, [new FeatureTeacher()]) { Benchmark = Three() }.Run();
        held.Weights().ShouldNotBe(plain.Weights());
        var distances = held.Events.Of<StepCompleted>().Where(step => step.Experience == 2)
            .Select(step => step.Terms.Single(term => term.Key == "distillation").Value).ToArray();
        // Before the first step the teacher is the student.
        distances[0].ShouldBeInRange(0, 1e-10);
        distances.Skip(1).ShouldAllBe(distance => distance > 0 && distance < 2);
    }

    [Fact]
    public async Task Each_experiences_weights_are_exported_and_are_those_of_the_model()
    {
        using var run = new ToyRun();
        using var job = await new PretrainingJob(run) { Benchmark = Three() }.Run();
        for (var k = 0; k < 3; k++) File.Exists(Path.Combine(run.Directory, "checkpoints", $"experience-{k}.safetensors")).ShouldBeTrue();
        var weights = Safetensors.Read(Path.Combine(run.Directory, "checkpoints", "experience-2.safetensors"));
        weights["backbone.layer1.linear.weight"].data<float>().ToArray()
            .ShouldBe(job.Model.Module.state_dict()["backbone.layer1.linear.weight"].data<float>().ToArray());
    }

    private static Unlabelled Three() => new(new() { Experiences = 3 });

    private static PretrainingJob Job(string stream, ToyRun run, EventLog events) => stream switch
    {
        "one" => new(run) { Events = events, ProbeEvery = 5 },
        "experiences" => new(run) { Events = events, Benchmark = Three(), ProbeEvery = 5 },
        "task-free" => new(run) { Events = events, Benchmark = new Unlabelled(new() { Experiences = 3, Boundaries = false }), ProbeEvery = 5 },
        _ => new(run, [new ReplayStrategy(new() { Share = 0.3 }), new FeatureTeacher()])
        {
            Events = events,
            Benchmark = Three(),
            Memory = new ReservoirMemory(new() { Total = 40 }),
        },
    };

    private static PretrainingJob Labelled(ToyRun run, Func<SampleInfo, SampleInfo> label, LabelWatch watch) =>
        new(run, [watch]) { Benchmark = new Relabelled(Three(), label), ProbeEvery = 5 };

    /// <summary>Keeps a teacher of the experience before and stays near its features: one of the methods a job can add.</summary>
    private sealed class FeatureTeacher : IStrategy
    {
        public void BeforeGrowth(ILearningContext context) => context.Freeze("teacher");

        public void AddLosses(LossContext loss)
        {
            if (loss.Learning.Frozen("teacher") is not { } teacher) return;
            ModelOutput taught;
            using (no_grad()) taught = teacher.Forward(loss.Batch, new() { Features = true });
            loss.Add("distillation", 1, loss.Learning.Task.RowDistillation(loss.Student, taught, loss.Batch).mean());
        }
    }

    /// <summary>Gives training samples other labels than the stream has, and says that they arrive in classes.</summary>
    private sealed class Relabelled(IBenchmark benchmark, Func<SampleInfo, SampleInfo> label) : IBenchmark
    {
        public LearningStream Build(IDataset dataset, RandomSource random)
        {
            var stream = benchmark.Build(dataset, random);
            return stream with
            {
                Experiences = [.. stream.Experiences.Select(each => each with { Train = [.. each.Train.Select(label)] })],
            };
        }
    }

    /// <summary>Notes every label that a strategy can see of training.</summary>
    private sealed class LabelWatch : IStrategy
    {
        public int Batches { get; private set; }

        public SortedSet<int> Labels { get; } = [];

        public SortedSet<int> Classes { get; } = [];

        public void BeforePhase(ILearningContext context, Phase phase)
        {
            Labels.UnionWith(phase.Entries.Concat(context.Experience.Train.Select(sample => new TrainingEntry(sample, false)))
                .Select(entry => entry.Sample.Label));
            Labels.UnionWith(context.Experience.Train.Select(sample => context.Samples.Get(sample).Info.Label));
            Classes.UnionWith([context.SeenLabels, context.Experience.Classes.Count, context.Experience.NewClasses.Count, context.Model.Classes]);
        }

        public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
        {
            Batches++;
            Labels.UnionWith(batch.Labels());
            batch.Tensors.ContainsKey(BatchKeys.Labels).ShouldBeFalse();
            return batch;
        }
    }
}
