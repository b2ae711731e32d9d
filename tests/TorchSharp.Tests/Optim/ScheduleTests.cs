using TorchSharp.Extras;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace TorchSharp.Tests.Optim;

public sealed class ScheduleTests
{
    private const double First = 0.5;

    private static readonly Dictionary<string, Func<Optimizer, LRScheduler>> s_cases = new(StringComparer.Ordinal)
    {
        ["cosine"] = o => CosineAnnealingLR(o, 4, eta_min: 0.05),
        ["linear"] = o => LinearLR(o, 0.25, 1.0, 4),
        ["constant"] = o => ConstantLR(o, 0.3, 3),
        ["poly"] = o => PolynomialLR(o, 4, 2.0),
        ["onecycle"] = o => OneCycleLR(o, 1.0, total_steps: 11),
        ["onecycle momentum"] = o => OneCycleLR(o, 1.0, total_steps: 11),
        ["onecycle three"] = o => OneCycleLR(
            o, 1.0, epochs: 3, steps_per_epoch: 4, three_phase: true, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear),
        ["cyclic"] = o => CyclicLR(o, 0.1, 1.0, step_size_up: 3, step_size_down: 2, mode: impl.CyclicLR.Mode.Triangular2),
        ["cyclic exp"] = o => CyclicLR(o, 0.1, 1.0, step_size_up: 3, mode: impl.CyclicLR.Mode.ExpRange, gamma: 0.9),
        ["cyclic momentum"] = o => CyclicLR(o, 0.1, 1.0, step_size_up: 3),
        ["multiplicative"] = o => MultiplicativeLR(o, epoch => 0.9 + (0.01 * epoch)),
        ["sequential"] = o => SequentialLR(o, [ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9)], [3]),
        ["chained"] = o => ChainedLR([ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9)]),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Fact]
    public void Every_schedule_with_a_reference_is_compared() => s_cases.Keys.ShouldBe(ScheduleReference.Values.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_and_momenta_are_those_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Make(name);
        var schedule = s_cases[name](optimizer);

        foreach (var (i, expected) in ScheduleReference.Values[name].Index())
        {
            Value(optimizer, name).ShouldBe(expected, 1e-12, $"{name}, step {i}");
            schedule.step();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_schedule_resumes_exactly(string name)
    {
        using var scope = NewDisposeScope();
        using var before = Make(name);
        var schedule = s_cases[name](before);
        for (var i = 0; i < 4; i++)
        {
            schedule.step();
        }

        using var after = Make(name);
        var resumed = s_cases[name](after);
        var (tensors, numbers) = OptimizerState.Save(before);
        OptimizerState.Load(after, tensors, numbers);
        SchedulerState.Load(resumed, SchedulerState.Save(schedule));

        foreach (var expected in ScheduleReference.Values[name].Skip(4))
        {
            Value(after, name).ShouldBe(expected, 1e-12, name);
            resumed.step();
        }
    }

    [Fact]
    public void Stepwise_exponential_and_functional_rates_follow_their_formulas()
    {
        Rates(o => StepLR(o, 3, 0.5), 8).ShouldBe([.. Enumerable.Range(0, 8).Select(e => First * Math.Pow(0.5, e / 3))], 1e-12);
        Rates(o => MultiStepLR(o, [2, 5, 5], 0.1), 7)
            .ShouldBe([First, First, First / 10, First / 10, First / 10, First / 1000, First / 1000], 1e-12);
        Rates(o => ExponentialLR(o, 0.8), 5).ShouldBe([.. Enumerable.Range(0, 5).Select(e => First * Math.Pow(0.8, e))], 1e-12);
        Rates(o => LambdaLR(o, e => 1.0 / (e + 1)), 5).ShouldBe([.. Enumerable.Range(0, 5).Select(e => First / (e + 1))], 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    public void Going_straight_to_an_epoch_gives_the_closed_form(int epoch)
    {
        At(o => StepLR(o, 3, 0.5), epoch).ShouldBe(First * Math.Pow(0.5, epoch / 3), 1e-12);
        At(o => MultiStepLR(o, [2, 5], 0.1), epoch).ShouldBe(First * Math.Pow(0.1, epoch < 2 ? 0 : epoch < 5 ? 1 : 2), 1e-12);
        At(o => CosineAnnealingLR(o, 10, 0.1), epoch)
            .ShouldBe(0.1 + ((First - 0.1) * (1 + Math.Cos(Math.PI * epoch / 10)) / 2), 1e-12);
    }

    [Fact]
    public void Each_group_is_scheduled_from_its_own_rate()
    {
        using var scope = NewDisposeScope();
        using var optimizer = SGD(
            [new SGD.ParamGroup([new Parameter(zeros([1]))], 1.0), new SGD.ParamGroup([new Parameter(zeros([1]))])], 0.1);
        var schedule = StepLR(optimizer, 1, 0.5);

        schedule.step();

        schedule.get_last_lr().ShouldBe([0.5, 0.05]);
        optimizer.ParamGroups.Select(group => group.InitialLearningRate).ShouldBe([1.0, 0.1]);
    }

    /// <summary>Stored numbers: PyTorch 1.13.0.</summary>
    [Fact]
    public void A_plateau_lowers_the_rate_after_patience_and_waits_while_cooling()
    {
        using var scope = NewDisposeScope();
        using var optimizer = SGD([new Parameter(zeros([1]))], 1.0);
        var schedule = ReduceLROnPlateau(optimizer, factor: 0.5, patience: 1, cooldown: 1, threshold: 0.1);
        double[] values = [1, 0.95, 0.94, 0.93, 0.92, 0.91, 0.5, 0.49, 0.48, 0.47];

        var rates = values.Select(value =>
        {
            schedule.step(value);
            return schedule.get_last_lr().Single();
        });

        rates.ShouldBe([1.0, 1.0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125]);
        Should.Throw<InvalidOperationException>(schedule.step);
    }

    [Fact]
    public void A_finished_cycle_and_an_optimizer_without_momentum_are_refused()
    {
        using var scope = NewDisposeScope();
        using var optimizer = SGD([new Parameter(zeros([1]))], 1.0, momentum: 0.9);
        var schedule = OneCycleLR(optimizer, 1.0, total_steps: 2);
        schedule.step();
        Should.Throw<InvalidOperationException>(schedule.step);
        Should.Throw<ArgumentOutOfRangeException>(() => OneCycleLR(optimizer, 1.0));

        using var adagrad = Adagrad([new Parameter(zeros([1]))]);
        Should.Throw<ArgumentException>(() => OneCycleLR(adagrad, 1.0, total_steps: 5));
    }

    private static Optimizer Make(string name)
    {
        Parameter[] parameters = [new Parameter(zeros([1]))];
        return name == "onecycle momentum" ? AdamW(parameters, First) : SGD(parameters, First, momentum: 0.9);
    }

    private static double Value(Optimizer optimizer, string name) => (name, optimizer) switch
    {
        ("onecycle momentum", IBetas betas) => betas.Betas.Item1,
        ("cyclic momentum", IMomentum momentum) => momentum.Momentum,
        _ => optimizer.ParamGroups.Single().LearningRate,
    };

    private static double[] Rates(Func<Optimizer, LRScheduler> make, int count)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Make("");
        var schedule = make(optimizer);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var rate = schedule.get_last_lr().Single();
            schedule.step();
            return rate;
        })];
    }

    private static double At(Func<Optimizer, LRScheduler> make, int epoch)
    {
        using var scope = NewDisposeScope();
        using var optimizer = Make("");
        var schedule = make(optimizer);
        schedule.step(epoch);
        return schedule.get_last_lr().Single();
    }
}
