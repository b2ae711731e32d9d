using PluginHost.Plugins.Continual;

namespace PluginHost.Learning.Tests.Survival;

public sealed class NonFiniteTests
{
    public enum At
    {
        BeforeBatch,
        AfterForward,
        AddLosses,
        AfterBackward,
        AfterStep,
        BeforeEpoch,
        BeforePhase,
        AfterExperience,
        BeforeEvaluation,
    }

    [Theory]
    [InlineData(At.BeforeBatch, "'input' of the batch is not finite since BeforeBatch of strategy Poison")]
    [InlineData(At.AfterForward, "'masks' that strategy Poison gave in AfterForward is not finite")]
    [InlineData(At.AddLosses, "the term 'poison' of strategy Poison (AddLosses) is NaN")]
    [InlineData(At.AfterBackward, "The gradient of 'mask.bias' is not finite after AfterBackward of strategy Poison")]
    [InlineData(At.AfterStep, "'mask.bias' is not finite after the step and AfterStep of strategy Poison")]
    [InlineData(At.BeforeEpoch, "'mask.bias' is not finite after BeforeEpoch of strategy Poison")]
    [InlineData(At.BeforePhase, "'mask.bias' is not finite after BeforePhase of strategy Poison")]
    [InlineData(At.AfterExperience, "'mask.bias' is not finite after AfterExperience of strategy Poison")]
    [InlineData(At.BeforeEvaluation, "'mask.bias' is not finite after BeforeEvaluation of strategy Poison")]
    public async Task A_strategy_that_makes_something_infinite_or_nan_is_named_with_its_hook(At at, string expected)
    {
        using var run = new ToyRun();
        using var job = new ToyJob(run, new Poison(at, step: 3), Options(NonFinitePolicy.Stop));

        var message = (await Should.ThrowAsync<RunFailedException>(() => job.Run())).Message;

        message.ShouldContain(expected);
        message.ShouldContain("experience 1 of 3");
        if (at is At.BeforeBatch or At.AfterForward or At.AddLosses or At.AfterBackward or At.AfterStep)
            message.ShouldContain("epoch 2, batch 2 (step 4 of 8)");
    }

    [Fact]
    public async Task A_sample_with_values_that_are_not_finite_is_named()
    {
        using var run = new ToyRun();
        var dataset = new ToyDataset { Gain = sample => sample.Id == "Train-1-2" ? double.NaN : 1 };
        using var job = new ToyJob(run, new Poison(null, 0), Options(NonFinitePolicy.Stop)) { Dataset = dataset };

        var finding = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Where).ShouldBe(("CE0112", "sample Train-1-2"));
    }

    [Theory]
    [InlineData(NonFinitePolicy.SkipBatch)]
    [InlineData(NonFinitePolicy.RestoreLast)]
    public async Task A_batch_that_is_left_out_changes_no_weight_and_is_told_and_counted(NonFinitePolicy policy)
    {
        using var run = new ToyRun();
        var events = new EventLog();
        var poison = new Poison(At.AddLosses, step: 3);
        using var job = await new ToyJob(run, poison, Options(policy)) { Events = events }.Run();

        job.Weights().ShouldAllBe(weight => float.IsFinite(weight));
        var warnings = events.Of<MessageReported>().Where(message => message.Severity == FindingSeverity.Warning).Select(message => message.Text).ToArray();
        warnings.Length.ShouldBe(3, "once in each experience");
        warnings[1].ShouldContain("experience 2 of 3, phase 'main', epoch 2, batch 2 (step 4 of 8)");
        job.Metrics()["experiences"]!.AsArray().Select(each => (int)each!["skippedBatches"]!).ShouldBe([1, 1, 1]);
        job.Metrics()["gaps"]!.AsArray().Select(gap => (string)gap!).ShouldContain("experience 2: 1 batches were left out, loss or gradient not finite");
        // What the strategy saw of the weights before step 4 and before step 5 of the last time that it came there.
        poison.Seen[(0, 4)].ShouldBe(poison.Seen[(0, 3)]);
        poison.Seen[(0, 5)].ShouldNotBe(poison.Seen[(0, 4)]);
    }

    [Theory]
    [InlineData(NonFinitePolicy.SkipBatch)]
    [InlineData(NonFinitePolicy.RestoreLast)]
    public async Task A_run_with_batches_left_out_resumes_bit_for_bit(NonFinitePolicy policy)
    {
        ContinualOptions Make()
        {
            var options = Options(policy);
            options.LogEverySteps = 1;
            return options;
        }

        await Promises.InterruptedJob.EndsAsIfNeverStopped(
            (run, events) => new(run, new Poison(At.AddLosses, step: 3), Make()) { Events = events }, experience: 1, step: 6);
    }

    [Theory]
    [InlineData(NonFinitePolicy.SkipBatch)]
    [InlineData(NonFinitePolicy.RestoreLast)]
    public async Task More_batches_than_allowed_stop_the_run_after_all(NonFinitePolicy policy)
    {
        using var run = new ToyRun();
        var options = Options(policy);
        options.NonFiniteBatches = 2;
        using var job = new ToyJob(run, new Poison(At.AddLosses, step: 3, lasting: true), options);

        (await Should.ThrowAsync<RunFailedException>(() => job.Run())).Message.ShouldContain("2 batches of the experience were already");
    }

    private static ContinualOptions Options(NonFinitePolicy policy)
    {
        var options = ToyJob.Options(8, 8);
        options.ExemplarRepeat = 1;
        options.NonFinite = policy;
        return options;
    }

    /// <summary>Makes something NaN at a step, or from it on, and keeps what the weights are before each step.</summary>
    private sealed class Poison(At? at, int step, bool lasting = false) : IStrategy
    {
        public Dictionary<(int Experience, int Step), float> Seen { get; } = [];

        public void BeforePhase(ILearningContext context, Phase phase) => Spoil(context, At.BeforePhase, true);

        public void BeforeEpoch(ILearningContext context, StepInfo info) => Spoil(context, At.BeforeEpoch, info.Epoch == 1);

        public Batch BeforeBatch(ILearningContext context, StepInfo info, Batch batch)
        {
            Seen[(context.Experience.Index, info.Step)] = context.Model.Module.parameters().Sum(parameter => parameter.sum().ToSingle());
            if (at == At.BeforeBatch && info.Step == step) batch[BatchKeys.Input] = batch[BatchKeys.Input] / 0.0;
            return batch;
        }

        public ModelOutput AfterForward(ILearningContext context, StepInfo info, Batch batch, ModelOutput output) =>
            at == At.AfterForward && info.Step == step
                ? new(output.Rows, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SeparationKeys.Masks] = output[SeparationKeys.Masks] * double.NaN })
                : output;

        public void AddLosses(LossContext loss)
        {
            if (at == At.AddLosses && (loss.Step.Step == step || (lasting && loss.Step.Step > step))) loss.Add("poison", 1, loss.Student[SeparationKeys.Masks].sum() * double.NaN);
        }

        public void AfterBackward(ILearningContext context, StepInfo info)
        {
            if (at != At.AfterBackward || info.Step != step) return;
            using var quiet = no_grad();
            Bias(context).grad!.fill_(double.PositiveInfinity);
        }

        public void AfterStep(ILearningContext context, StepInfo info, Batch batch, ModelOutput output) => Spoil(context, At.AfterStep, info.Step == step);

        public void AfterExperience(ILearningContext context) => Spoil(context, At.AfterExperience, true);

        public void BeforeEvaluation(ILearningContext context) => Spoil(context, At.BeforeEvaluation, true);

        private void Spoil(ILearningContext context, At here, bool now)
        {
            if (at != here || !now) return;
            using var quiet = no_grad();
            Bias(context).fill_(double.NaN);
        }

        private static Tensor Bias(ILearningContext context) => context.Model.Module.get_parameter("mask.bias")!;
    }
}
