using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Classifiers;

namespace PluginHost.ClosedForm.Tests;

public sealed class ResumeTests
{
    public static TheoryData<string> Methods =>
    [
        "g-acil", "g-acil trained", "g-acil task-free", "slda task-free", "slda", "fsa full", "fsa film", "simple-cil",
        "simple-cil task-free",
        "aper full", "aper ssf", "aper adapter", "teen", "tuned-teacher", "ranpac", "ranpac task-free", "ds-al", "fetril",
    ];

    [Theory, MemberData(nameof(Methods))]
    public async Task A_run_interrupted_at_random_moments_ends_with_the_very_same_tensors_and_figures(string method)
    {
        using var whole = new ToyRun(seed: 5);
        using var uninterrupted = await Build(method, whole, new()).Run();
        var moments = uninterrupted.Events.Of<RunEvent>().Count(IsMoment);
        var random = new RandomSource(11).Stream(method);

        for (var trial = 0; trial < 4; trial++)
        {
            var moment = 1 + random.Next(moments);
            using var run = new ToyRun(seed: 5);
            using (var stop = new CancellationTokenSource())
            {
                var seen = 0;
                using var interrupted = Build(method, run, new(each =>
                {
                    if (IsMoment(each) && ++seen == moment) stop.Cancel();
                }));
                await Should.ThrowAsync<OperationCanceledException>(() => interrupted.Run(stop.Token), $"moment {moment} of {moments}");
            }

            using var again = new ToyRun(seed: 5, resume: true, directory: run.Directory);
            using var resumed = await Build(method, again, new()).Run();

            resumed.Final().Except(uninterrupted.Final()).ShouldBeEmpty($"moment {moment} of {moments}");
            resumed.Matrix().ShouldBe(uninterrupted.Matrix());
        }
    }

    // A step of training, or a batch of a test but the last one, which nothing comes after that could notice.
    private static bool IsMoment(RunEvent each) =>
        each is StepCompleted step && step.Step < step.Steps
        || each is ProgressReported { Unit: "items" } test && test.Done < test.Total;

    private static Job Build(string method, ToyRun run, EventLog events)
    {
        var options = Job.Quick();
        (options.BatchSize, options.EvaluationBatchSize) = (20, 20);
        var words = method.Split(' ');
        IBenchmark benchmark = words[^1] == "task-free" ? new Blurry(new() { Experiences = 3 })
            : words[0] == "teen" ? new FewShot(new() { BaseClasses = 14, Ways = 4, Shots = 3 })
            : new ClassIncremental(new() { ClassesPerExperience = 9 });
        var job = new Job(run, random => Strategy(words, random), events) { Benchmark = benchmark, Options = options };
        if (words[0] != "aper") return job;
        return new(run, random => Strategy(words, random), events)
        {
            Benchmark = new ClassIncremental(new() { ClassesPerExperience = 4 }),
            Dataset = Job.Digits(run, events),
            Model = words[1] == "full"
                ? new ResNetClassifier(new() { Depth = 8 })
                : new VisionTransformerClassifier(new() { Patch = 4, Width = 16, Depth = 2, Heads = 2, FrozenBackbone = true }),
            Options = options,
        };
    }

    private static IStrategy Strategy(string[] words, RandomSource random) => (words[0], words.ElementAtOrDefault(1)) switch
    {
        ("g-acil", var kind) => new GAcilStrategy(new() { Expansion = 40, BaseTraining = kind == "trained" }, random),
        ("ds-al", _) => new GAcilStrategy(new() { Expansion = 40, Compensation = 0.6 }, random),
        ("fetril", _) => new FeTrilStrategy(new()),
        ("slda", _) => new SldaStrategy(new()),
        ("fsa", "full") => new FsaStrategy(new()),
        ("fsa", _) => new FsaStrategy(new() { Tuning = BodyTuning.Film }),
        ("simple-cil", _) => new SimpleCilStrategy(),
        ("aper", var tuning) => new AperStrategy(new() { Tuning = Enum.Parse<AdaptedBy>(tuning!, ignoreCase: true) }),
        ("ranpac", _) => new RanPacStrategy(new() { Width = 40 }, random),
        ("tuned-teacher", _) => new TunedTeacher(),
        _ => new TeenStrategy(new()),
    };

    /// <summary>Keeps a copy of a model that it tuned: the copy of a saved state has the structure of then.</summary>
    private sealed class TunedTeacher : IStrategy, IStateful
    {
        public void BeforeStream(ILearningContext context) => ((ITunable)context.Model).Tune("ssf", 3);

        public void BeforeGrowth(ILearningContext context) => context.Freeze("teacher");

        public void AddLosses(LossContext loss)
        {
            if (loss.Learning.Frozen("teacher")?.Forward(loss.Batch, new() { Features = true }) is not { } taught) return;
            var learned = loss.Learning.Model.Forward(loss.Batch, new() { Features = true });
            loss.Add("features", 1, (learned[OutputKeys.Features] - taught[OutputKeys.Features]).square().mean());
        }

        public void SaveState(StateBag state)
        {
        }

        public void LoadState(StateBag state, ILearningContext context)
        {
        }
    }
}
