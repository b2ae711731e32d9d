using System.Reflection;
using PluginHost.Plugins.ClassificationStrategies;
using PluginHost.Plugins.Ewc;
using PluginHost.Plugins.Replay;

namespace PluginHost.Classification.Tests;

/// <summary>What jobs of several strategies and streams without boundaries promise.</summary>
public sealed class CompositionTests
{
    private static readonly string[] BoundaryHooks =
    [
        nameof(IStrategy.BeforeGrowth), nameof(IStrategy.BeforeExperience), nameof(IStrategy.ChooseEntries), nameof(IStrategy.AfterExperience),
        nameof(IStrategy.BeforeEvaluation), nameof(IStrategy.AfterEvaluation),
    ];

    [Fact]
    public async Task Replay_and_EWC_in_one_job_equal_EWC_that_replays_bit_by_bit()
    {
        using var run = new ToyRun();
        using var composed = await new ClassificationJob(run, new ReplayStrategy(new()), new EwcStrategy(new() { Weight = 0.01 })).Run();
        using var other = new ToyRun();
        using var made = await new ClassificationJob(other, new EwcStrategy(new() { Weight = 0.01, UseMemory = true })).Run();
        using var third = new ToyRun();
        using var alone = await new ClassificationJob(third, new EwcStrategy(new() { Weight = 0.01 })).Run();

        composed.FinalWeights().ShouldBe(made.FinalWeights());
        composed.Figures().ShouldBe(made.Figures());
        alone.FinalWeights().ShouldNotBe(made.FinalWeights());
    }

    [Fact]
    public void Two_strategies_that_fill_the_memory_are_a_finding()
    {
        using var run = new ToyRun();
        using var job = new ClassificationJob(run, new ExperienceReplayStrategy(new()), new DarkReplayStrategy(new()))
        {
            Memory = OnlineStream.Reservoir(),
        };
        var finding = job.Engine().Check().ShouldHaveSingleItem();
        finding.Code.ShouldBe("CE0208");
        finding.What.ShouldContain("fills the memory");
    }

    [Fact]
    public void Two_strategies_that_predict_are_a_finding()
    {
        using var run = new ToyRun();
        using var job = new ClassificationJob(run, new IcarlStrategy(new()), new HardAttentionStrategy(new()));
        job.Engine().Check().ShouldHaveSingleItem().What.ShouldContain("makes the predictions");
    }

    [Theory]
    [InlineData(typeof(AGemStrategy))]
    [InlineData(typeof(ExperienceReplayStrategy))]
    [InlineData(typeof(AsymmetricReplayStrategy))]
    [InlineData(typeof(DarkReplayStrategy))]
    [InlineData(typeof(EnMixStrategy))]
    public async Task A_stream_without_boundaries_calls_no_hook_that_tells_one(Type strategy)
    {
        var options = Activator.CreateInstance(strategy.GetConstructors().Single().GetParameters().Single().ParameterType);
        var recorder = Recorder.Around((IStrategy)Activator.CreateInstance(strategy, options)!, out var calls);
        using var run = new ToyRun();
        using var job = new ClassificationJob(run, recorder) { Benchmark = OnlineStream.Blurry(), Memory = OnlineStream.Reservoir() };
        await job.Run();
        calls.ShouldContain(nameof(IStrategy.AfterStep));
        calls.Intersect(BoundaryHooks).ShouldBeEmpty();
        calls.Count(call => call == nameof(IStrategy.BeforePhase)).ShouldBe(1);
        calls.Count(call => call == nameof(IStrategy.BeforeEpoch)).ShouldBe(1);
    }

    /// <summary>Passes every call on and keeps its name.</summary>
    public class Recorder : DispatchProxy
    {
        private readonly List<string> _calls = [];
        private IStrategy? _inner;

        public static IStrategy Around(IStrategy inner, out IReadOnlyList<string> calls)
        {
            var proxy = Create<IStrategy, Recorder>();
            var recorder = (Recorder)proxy;
            recorder._inner = inner;
            calls = recorder._calls;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            _calls.Add(targetMethod!.Name);
            try
            {
                return targetMethod.Invoke(_inner, args);
            }
            catch (TargetInvocationException exception)
            {
                throw exception.InnerException!;
            }
        }
    }
}
