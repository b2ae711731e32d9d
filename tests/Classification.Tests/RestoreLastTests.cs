using PluginHost.Plugins.Continual;
using PluginHost.Plugins.FineTuning;

namespace PluginHost.Classification.Tests;

/// <summary>
/// A perceptron learns six digits of MNIST in three experiences of 20 steps; a second strategy spoils one batch of the second. States are
/// saved after every fourth step, so the run has a step to take again before it comes back to that batch.
/// </summary>
public sealed class RestoreLastTests
{
    private const int BadStep = 13;
    private const int SavedStep = 12;

    public enum Spoiled
    {
        Nothing,
        Loss,
        Gradient,

        /// <summary>Nothing is spoiled, but the weights after the step are put back to those before it.</summary>
        Undone,
    }

    [Theory]
    [InlineData(Spoiled.Loss, "the term 'spoiled' of strategy.spoiler (AddLosses) is NaN")]
    [InlineData(Spoiled.Gradient, "is not finite after AfterBackward of strategy.spoiler")]
    public async Task A_run_goes_back_once_and_ends_with_what_all_other_batches_give(Spoiled what, string named)
    {
        using var undisturbed = new Trial(Spoiled.Nothing, NonFinitePolicy.Stop);
        using var spoiled = new Trial(what, NonFinitePolicy.RestoreLast);
        // The other policy never goes back, and a perceptron has no statistics: both must learn the same, momentum included.
        using var skipping = new Trial(what, NonFinitePolicy.SkipBatch);
        await undisturbed.Run();
        await spoiled.Run();
        await skipping.Run();

        var warning = spoiled.Job.Events.Of<MessageReported>().Single(message => message.Severity == FindingSeverity.Warning).Text;
        warning.ShouldContain(named);
        var perEpoch = spoiled.Job.Events.Of<ExperienceStarted>().ElementAt(1).NewSamples / spoiled.Job.Options.BatchSize;
        warning.ShouldContain(
            $"experience 2 of 3, phase 'main', epoch {(BadStep / perEpoch) + 1}, batch {(BadStep % perEpoch) + 1} (step 14 of 20)");
        warning.ShouldContain("goes back to the last state and leaves the batch out");
        spoiled.Steps(0).ShouldBe(Enumerable.Range(1, 20));
        spoiled.Steps(1).ShouldBe([.. Enumerable.Range(1, BadStep), .. Enumerable.Range(SavedStep + 1, 20 - SavedStep)]);
        spoiled.Steps(2).ShouldBe(Enumerable.Range(1, 20));
        spoiled.Job.OfExperiences("skippedBatches").ShouldBe([0, 1, 0]);
        ((bool)spoiled.Job.Metrics()["complete"]!).ShouldBeTrue();
        spoiled.Job.Metrics()["gaps"]!.AsArray().Select(gap => (string)gap!).ShouldBe(
            ["experience 2: 1 batches were left out, loss or gradient not finite"]);

        spoiled.Weights(0).ShouldBe(undisturbed.Weights(0), "nothing before the batch is touched");
        spoiled.Weights(1).ShouldBe(skipping.Weights(1));
        spoiled.Weights(2).ShouldBe(skipping.Weights(2));
        spoiled.Weights(2).ShouldNotBe(undisturbed.Weights(2), "a batch is missing");
        spoiled.Accuracies().ShouldBe(skipping.Accuracies());
        spoiled.Accuracies().Length.ShouldBe(3);
        spoiled.Accuracies().ShouldAllBe(accuracy => accuracy >= 0 && accuracy <= 100);
        Math.Abs(spoiled.Accuracies()[2] - undisturbed.Accuracies()[2]).ShouldBeLessThan(15, "one batch of sixty is missing");
    }

    [Fact]
    public async Task Without_momentum_the_batch_left_out_is_as_one_whose_step_is_undone_by_hand()
    {
        using var spoiled = new Trial(Spoiled.Loss, NonFinitePolicy.RestoreLast, momentum: 0);
        using var undone = new Trial(Spoiled.Undone, NonFinitePolicy.Stop, momentum: 0);
        await spoiled.Run();
        await undone.Run();

        spoiled.Weights(2).ShouldBe(undone.Weights(2));
        spoiled.Accuracies().ShouldBe(undone.Accuracies());
    }

    private sealed class Trial : IDisposable
    {
        private readonly ToyRun _run = new(seed: 5);

        public Trial(Spoiled what, NonFinitePolicy policy, double momentum = 0.9) =>
            Job = new(_run, new FineTuningStrategy(new()), new Spoiler(what)) { Options = Options(policy, momentum) };

        public ClassificationJob Job { get; }

        public Task Run() => Job.Run();

        public int[] Steps(int experience) =>
            [.. Job.Events.Of<StepCompleted>().Where(step => step.Experience == experience).Select(step => step.Step)];

        public byte[] Weights(int experience) =>
            File.ReadAllBytes(Path.Combine(_run.Directory, "checkpoints", $"experience-{experience}.safetensors"));

        public double[] Accuracies() => [.. Job.Metrics()["experiences"]!.AsArray().Select(each => (double)each!["test"]!["scores"]!["accuracy"]!)];

        public void Dispose()
        {
            Job.Dispose();
            _run.Dispose();
        }

        private static ContinualOptions Options(NonFinitePolicy policy, double momentum)
        {
            var options = ClassificationJob.Quick(20, 20);
            options.NonFinite = policy;
            options.Optimizers["*"] = new() { Type = OptimizerType.Sgd, Rate = 0.05, Momentum = momentum };
            return options;
        }
    }

    [Component("spoiler")]
    private sealed class Spoiler(Spoiled what) : IStrategy
    {
        private Tensor[] _before = [];

        public Batch BeforeBatch(ILearningContext context, StepInfo info, Batch batch)
        {
            if (what == Spoiled.Undone && IsBad(context, info))
                _before = [.. context.Model.Module.parameters().Select(parameter => parameter.detach().clone().DetachFromDisposeScope())];
            return batch;
        }

        public void AddLosses(LossContext loss)
        {
            if (what == Spoiled.Loss && IsBad(loss.Learning, loss.Step)) loss.Add("spoiled", 1, loss.RowLoss.sum() * double.NaN);
        }

        public void AfterBackward(ILearningContext context, StepInfo info)
        {
            if (what != Spoiled.Gradient || !IsBad(context, info)) return;
            using var quiet = no_grad();
            context.Model.Module.parameters().First().grad!.fill_(double.NaN);
        }

        public void AfterStep(ILearningContext context, StepInfo info, Batch batch, ModelOutput output)
        {
            if (what != Spoiled.Undone || !IsBad(context, info)) return;
            using var quiet = no_grad();
            foreach (var (parameter, before) in context.Model.Module.parameters().Zip(_before))
            {
                parameter.copy_(before);
                before.Dispose();
            }
        }

        private static bool IsBad(ILearningContext context, StepInfo info) => context.Experience.Index == 1 && info.Step == BadStep;
    }
}
