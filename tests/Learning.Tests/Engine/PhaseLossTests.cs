namespace PluginHost.Learning.Tests.Engine;

public sealed class PhaseLossTests
{
    [Fact]
    public async Task A_phase_with_a_base_loss_of_its_own_reaches_the_models_that_its_strategy_keeps()
    {
        using var run = new ToyRun();
        var strategy = new KeepingStrategy();
        using var job = await new ToyJob(run, [new FirstStrategy(), strategy], ToyJob.Options(4, 3)).Run();
        strategy.Found.ShouldBe([false, false, false, false, true, true, true, true, true, true]);
    }

    /// <summary>Stands before the other one, so that owners differ.</summary>
    private sealed class FirstStrategy : IStrategy;

    private sealed class KeepingStrategy : IStrategy, IPhasePlan
    {
        public List<bool> Found { get; } = [];

        public void BeforeGrowth(ILearningContext context) => context.Freeze("old");

        public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main) => [main with { BaseLoss = Loss }];

        private Tensor Loss(LossContext loss)
        {
            Found.Add(loss.Learning.Frozen("old") is not null);
            return loss.Learning.Task.RowLoss(loss.Student, loss.Batch).mean();
        }
    }
}
