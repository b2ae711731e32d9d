using PluginHost.Plugins.Continual;
using PluginHost.Training;

namespace PluginHost.Learning.Tests.Engine;

/// <summary>Jobs in float16 on the CPU: toy models are linear, so rounding is all that distinguishes them from float32.</summary>
public sealed class Float16Tests
{
    private const int Steps = 8;
    private const int BadStep = 4;

    [Fact]
    public async Task A_step_whose_gradients_overflow_is_left_out_told_and_seen_by_no_hook_and_halves_the_scale()
    {
        using var run = new ToyRun(seed: 5);
        var events = new EventLog();
        var overflow = new Overflow();
        using var job = await new ToyJob(run, overflow, Options()) { Events = events }.Run();

        job.Weights().ShouldAllBe(weight => float.IsFinite(weight));
        var left = Enumerable.Range(0, Steps).Except(overflow.Edited).ToArray();
        left.ShouldContain(BadStep);
        left.Length.ShouldBeLessThan(Steps / 2);
        overflow.Stepped.ShouldBe(overflow.Edited);
        for (var step = 0; step + 1 < Steps; step++)
            (overflow.Seen[step + 1] == overflow.Seen[step]).ShouldBe(left.Contains(step), $"what is learned in step {step}");
        events.Of<MessageReported>().Select(message => message.Text).First(text => text.Contains("float16", StringComparison.Ordinal)).ShouldBe(
            $"The gradients of {left.Length} of the {Steps} steps of phase 'main' overflowed float16; these steps were left out. "
            + $"The loss was multiplied by {65536 >> left.Length} at the end.");
    }

    [Fact]
    public Task The_scale_and_the_steps_left_out_are_part_of_a_saved_state() => Promises.InterruptedJob.EndsAsIfNeverStopped(
        (run, events) => new(run, new Overflow(), Options()) { Events = events }, experience: 0, step: 6);

    [Fact]
    public async Task Float16_learns_nearly_what_float32_learns()
    {
        using var one = new ToyRun(seed: 5);
        using var other = new ToyRun(seed: 5);
        using var half = await new ToyJob(one, new Overflow(never: true), Options()).Run();
        using var single = await new ToyJob(other, new Overflow(never: true), Options(Precision.Fp32)).Run();

        var pairs = half.Weights().Zip(single.Weights()).ToArray();
        pairs.ShouldContain(pair => pair.First != pair.Second);
        pairs.Average(pair => (double)Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(0.05);
    }

    private static ContinualOptions Options(Precision precision = Precision.Fp16)
    {
        var options = ToyJob.Options(Steps, Steps);
        options.ExemplarRepeat = 1;
        options.LogEverySteps = 1;
        options.Precision = precision;
        return options;
    }

    /// <summary>Makes a gradient too large for float16 in one step of the first experience, and keeps what it sees there.</summary>
    private sealed class Overflow(bool never = false) : IStrategy
    {
        public List<int> Edited { get; } = [];

        public List<int> Stepped { get; } = [];

        public Dictionary<int, float> Seen { get; } = [];

        public Batch BeforeBatch(ILearningContext context, StepInfo info, Batch batch)
        {
            if (context.Experience.Index == 0) Seen[info.Step] = context.Model.Module.parameters().Sum(parameter => parameter.sum().ToSingle());
            return batch;
        }

        public void AddLosses(LossContext loss)
        {
            if (never || loss.Learning.Experience.Index > 0 || loss.Step.Step != BadStep) return;
            loss.Add("large", 1, loss.Student[SeparationKeys.Masks].to(float32).mean() * 1e5);
        }

        public void AfterBackward(ILearningContext context, StepInfo info)
        {
            if (context.Experience.Index == 0) Edited.Add(info.Step);
        }

        public void AfterStep(ILearningContext context, StepInfo info, Batch batch, ModelOutput output)
        {
            if (context.Experience.Index == 0) Stepped.Add(info.Step);
        }
    }
}
