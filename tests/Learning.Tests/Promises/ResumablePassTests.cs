namespace PluginHost.Learning.Tests.Promises;

public sealed class ResumablePassTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 2)]
    [InlineData(2, 7)]
    public Task A_gradient_pass_in_every_step_draws_the_same_in_a_resumed_run(int experience, int step) => InterruptedJob.EndsAsIfNeverStopped(
        (run, events) => new(run, new PassingStrategy(), InterruptedJob.Options()) { Events = events }, experience, step);

    [Fact]
    public async Task Its_draws_depend_on_purpose_and_keys_alone()
    {
        using var run = new ToyRun(seed: 3);
        var strategy = new PassingStrategy();
        using var job = await new ToyJob(run, strategy, InterruptedJob.Options()).Run();

        strategy.References.Count.ShouldBe(10 + 8 + 8);
        strategy.References.ShouldAllBe(each => each.First == each.Again);
        strategy.References.Select(each => each.First).Distinct().Count().ShouldBe(26, "each step draws anew");
    }

    /// <summary>Weighs the loss of a step by a reference gradient that it computes for the step.</summary>
    private sealed class PassingStrategy : IStrategy
    {
        public List<(double First, double Again)> References { get; } = [];

        public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
        {
            References.Add((Reference(context, step.Step), Reference(context, step.Step)));
            return batch;
        }

        public void AddLosses(LossContext loss) => loss.SetBase(1 + References[^1].First);

        private static double Reference(ILearningContext context, int step)
        {
            var norm = 0.0;
            context.GradientPass(context.Experience.Train, "reference", [context.Experience.Index, step], (batch, output) =>
            {
                context.Task.RowLoss(output, batch).mean().backward();
                norm += context.Model.Module.parameters().Select(parameter => parameter.grad).OfType<Tensor>().Sum(grad => grad.norm().ToDouble());
            });
            return norm;
        }
    }
}
