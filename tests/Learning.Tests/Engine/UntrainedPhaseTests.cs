using PluginHost.Plugins.Benchmarks;

namespace PluginHost.Learning.Tests.Engine;

public sealed class UntrainedPhaseTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_phase_that_trains_no_group_changes_no_weight_and_still_shows_every_batch_and_output(bool boundaries)
    {
        using var run = new ToyRun();
        var strategy = new Onlooker(main => [main with { ParameterGroups = [], EvalMode = true }]);
        using var job = Job(run, strategy, boundaries);
        await job.Run();

        strategy.Steps.ShouldBe(boundaries ? 3 + 2 : 5);
        strategy.Backward.ShouldBe(0);
        strategy.Changed.ShouldBe(0);
        job.Events.Of<StepCompleted>().ShouldAllBe(step => double.IsFinite(step.Loss) && step.Rates.Count == 0);
    }

    [Fact]
    public async Task A_stream_without_boundaries_stays_one_phase_with_its_entries_and_steps()
    {
        Func<Phase, IReadOnlyList<Phase>>[] plans =
        [
            _ => [], main => [main, main], main => [main with { Steps = 1 }], main => [main with { Entries = [.. main.Entries] }],
            main => [main with { BatchSize = 1 }],
        ];
        foreach (var plan in plans)
        {
            using var run = new ToyRun();
            using var job = Job(run, new Onlooker(plan), boundaries: false);
            (await Should.ThrowAsync<RunFailedException>(() => job.Run())).Message.ShouldContain("same entries");
        }
    }

    private static ToyJob Job(ToyRun run, IStrategy strategy, bool boundaries)
    {
        var options = ToyJob.Options(3, 2);
        options.LogEverySteps = 1;
        return new(run, strategy, options)
        {
            Dataset = new(classes: 4),
            Benchmark = new ClassIncremental(new() { Boundaries = boundaries }),
        };
    }

    private sealed class Onlooker(Func<Phase, IReadOnlyList<Phase>> plan) : IStrategy, IPhasePlan
    {
        private float[] _before = [];

        public int Steps { get; private set; }

        public int Backward { get; private set; }

        public int Changed { get; private set; }

        public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main) => plan(main);

        public void BeforePhase(ILearningContext context, Phase phase) => _before = Weights(context);

        public void AfterBackward(ILearningContext context, StepInfo step) => Backward++;

        public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
        {
            output.Tensors.Values.ShouldAllBe(tensor => tensor.shape[0] == batch.Rows && !tensor.requires_grad);
            Steps++;
        }

        public void AfterPhase(ILearningContext context, Phase phase)
        {
            if (!Weights(context).AsSpan().SequenceEqual(_before)) Changed++;
        }

        private static float[] Weights(ILearningContext context) =>
            [.. context.Model.Module.state_dict().OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .SelectMany(pair => pair.Value.cpu().data<float>().ToArray())];
    }
}
