using PluginHost.Plugins.FineTuning;
using PluginHost.Training;
using TorchSharp.Modules;

namespace PluginHost.Classification.Tests;

public sealed class WeightLayoutTests
{
    [Fact]
    public void Weights_of_convolutions_lie_with_their_inputs_last_and_keep_identity_values_and_names()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var module = nn.Sequential(("conv", nn.Conv2d(3, 8, 3, padding: 1)), ("norm", nn.BatchNorm2d(8)), ("point", nn.Conv2d(8, 4, 1)));
        module.eval();
        var before = module.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone(), StringComparer.Ordinal);
        var weight = module.get_parameter("conv.weight")!;
        var input = randn(2, 3, 6, 5);
        var plain = module.call(input);

        WeightLayout.Apply(module, MemoryFormat.Plain);
        WeightLayout.IsChannelsLast(weight).ShouldBeFalse();
        WeightLayout.Apply(module, MemoryFormat.ChannelsLast);

        WeightLayout.IsChannelsLast(weight).ShouldBeTrue();
        WeightLayout.IsChannelsLast(module.get_parameter("point.weight")!).ShouldBeTrue();
        module.get_parameter("conv.weight").ShouldBeSameAs(weight);
        foreach (var (name, value) in module.state_dict()) value.Equals(before[name]).ShouldBeTrue(name);
        var last = module.call(input);
        WeightLayout.IsChannelsLast(last).ShouldBeTrue("what comes of it has its channels last");
        (last - plain).abs().max().ToDouble().ShouldBeLessThan(1e-5);
    }

    [Fact]
    public async Task A_job_with_channels_last_learns_what_it_learns_with_the_plain_layout()
    {
        var seen = new Strides();
        using var plain = new ToyRun(seed: 5);
        using var last = new ToyRun(seed: 5);
        using var one = await Job(plain, MemoryFormat.Plain).Run();
        using var other = await Job(last, MemoryFormat.ChannelsLast, seen).Run();

        seen.Kinds.ShouldBe(["weight", "gradient", "weight", "gradient", "weight", "gradient"]);
        var (expected, actual) = (Safetensors.Read(Weights(plain)), Safetensors.Read(Weights(last)));
        foreach (var (name, value) in expected)
        {
            var size = Math.Max(1, value.to(float32).abs().max().ToDouble());
            (value.to(float32) - actual[name].to(float32)).abs().max().ToDouble().ShouldBeLessThan(1e-3 * size, name);
        }
    }

    [Fact]
    public Task A_job_with_channels_last_resumes_exactly() => ClassificationJob.ShouldResumeExactly(
        (run, events) => Job(run, MemoryFormat.ChannelsLast, events: events), experience: 1, step: 3);

    private static string Weights(ToyRun run) => Path.Combine(run.Directory, "checkpoints", "experience-0.safetensors");

    private static ClassificationJob Job(ToyRun run, MemoryFormat format, Strides? seen = null, EventLog? events = null)
    {
        var options = ClassificationJob.Quick();
        options.MemoryFormat = format;
        // Large steps of a normed network make much of what rounding leaves.
        options.Optimizers["*"] = new() { Type = OptimizerType.Sgd, Rate = 0.01 };
        IStrategy[] strategies = seen is null ? [new FineTuningStrategy(new())] : [new FineTuningStrategy(new()), seen];
        return new(run, strategies) { Model = ClassificationJob.ResNet(), Options = options, Events = events ?? new() };
    }

    /// <summary>Looks in the first step of each experience whether every weight of four dimensions, and its gradient, has its channels last.</summary>
    private sealed class Strides : IStrategy
    {
        public List<string> Kinds { get; } = [];

        public void AfterBackward(ILearningContext context, StepInfo step)
        {
            if (step.Step > 0) return;
            Parameter[] weights = [.. context.Model.Module.parameters().Where(parameter => parameter.dim() == 4)];
            if (weights.All(WeightLayout.IsChannelsLast)) Kinds.Add("weight");
            // Of a kernel of one place both layouts are one.
            if (weights.Where(weight => weight.shape[2] > 1).All(weight => WeightLayout.IsChannelsLast(weight.grad!))) Kinds.Add("gradient");
        }
    }
}
