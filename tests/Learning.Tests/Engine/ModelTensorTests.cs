namespace PluginHost.Learning.Tests.Engine;

/// <summary>TorchSharp lets a registered tensor die with a dispose scope; the engine names it and the hook.</summary>
public sealed class ModelTensorTests
{
    [Fact]
    public async Task Rows_that_die_with_a_scope_around_growth_end_the_run_with_their_name()
    {
        var message = await Message(new Culprit { Growth = context => context.Model.Grow(context.SeenLabels, 3) });

        message.ShouldContain("After Grow");
        message.ShouldContain("queries.weight was disposed");
        message.ShouldContain("DetachFromDisposeScope");
    }

    [Fact]
    public async Task A_parameter_that_a_step_disposes_ends_the_run_with_its_name_and_the_hook()
    {
        var message = await Message(new Culprit { Step = context => context.Model.Module.get_parameter("sound.weight")!.Dispose() });

        message.ShouldContain("After the strategy's AfterStep");
        message.ShouldContain("sound.weight was disposed");
    }

    [Fact]
    public async Task A_buffer_on_another_device_ends_the_run_with_its_name_and_the_hook()
    {
        var message = await Message(new Culprit
        {
            PhaseBegin = context => context.Model.Module.register_buffer("late", zeros(1, device: META).DetachFromDisposeScope(), persistent: false),
        });

        message.ShouldContain("After the strategy's BeforePhase");
        message.ShouldContain("late lies on meta");
    }

    private static async Task<string> Message(IStrategy strategy)
    {
        using var run = new ToyRun();
        using var job = new ToyJob(run, strategy, ToyJob.Options(3, 3));
        return (await Should.ThrowAsync<RunFailedException>(() => job.Run())).Message;
    }

    private sealed class Culprit : IStrategy, IModelGrowth
    {
        public Action<ILearningContext>? Growth { get; init; }

        public Action<ILearningContext>? Step { get; init; }

        public Action<ILearningContext>? PhaseBegin { get; init; }

        public void Grow(ILearningContext context, long seed)
        {
            if (Growth is null)
            {
                context.Model.Grow(context.SeenLabels, seed);
                return;
            }

            using var scope = NewDisposeScope();
            Growth(context);
        }

        public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output) => Step?.Invoke(context);

        public void BeforePhase(ILearningContext context, Phase phase) => PhaseBegin?.Invoke(context);
    }
}
