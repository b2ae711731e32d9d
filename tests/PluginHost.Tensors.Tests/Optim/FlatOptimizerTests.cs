using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Optim;

public sealed class FlatOptimizerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_parameter_without_gradient_is_left_alone_and_ages_not()
    {
        using var problem = new Problem();
        using var optimizer = new FlatAdamW(problem.All, 0.1, weightDecay: 0.5);
        var before = problem.C.clone();

        problem.Step(optimizer, 2);

        problem.C.Equals(before).ShouldBeTrue();
        optimizer.SaveState().Scalars.Keys.ShouldNotContain("state.2.step");
        optimizer.SaveState().Scalars["state.1.step"].ShouldBe(2.0);
    }

    [Fact]
    public void A_parameter_that_joins_late_starts_its_own_count()
    {
        using var problem = new Problem();
        using var optimizer = new FlatAdam(problem.All, 0.1);
        problem.Step(optimizer, 3);
        var before = problem.C.clone();

        optimizer.ZeroGradients();
        (problem.C * 2.0).sum().backward();
        optimizer.Step();

        // The first step of Adam has the length of the rate, whatever the gradient.
        problem.C.ShouldBeNear(before - 0.1, 1e-8);
    }

    [Fact]
    public void Gradients_set_to_zero_let_the_moments_move_on_and_released_ones_do_not()
    {
        var parameter = new Parameter(ones(2, dtype: float64));
        using var optimizer = new FlatSgd([parameter], 0.5, momentum: 0.5);
        parameter.sum().backward();
        optimizer.Step();
        parameter.ShouldHold(0.5, 0.5);

        optimizer.ZeroGradients(release: false);
        parameter.grad!.ShouldHold(0, 0);
        optimizer.Step();
        parameter.ShouldHold(0.25, 0.25);

        optimizer.ZeroGradients();
        parameter.grad.ShouldBeNull();
        optimizer.Step();
        parameter.ShouldHold(0.25, 0.25);
    }

    [Fact]
    public void Types_and_sizes_beyond_one_piece_are_stepped_alike()
    {
        manual_seed(3);
        var values = randn(600_001, dtype: float64);
        Parameter[] ours = [new(values.clone()), new(values.to(float32)), new(ones(3, 3))];
        Parameter[] theirs = [.. ours.Select(p => new Parameter(p.detach().clone()))];
        using var flat = new FlatAdamW(ours, 0.01);
        using var plain = optim.AdamW(theirs, 0.01, weight_decay: 0.01);
        for (var i = 0; i < 5; i++)
        {
            foreach (var (parameters, step) in new (Parameter[], Action)[] { (ours, flat.Step), (theirs, () => plain.step()) })
            {
                Array.ForEach(parameters, p => p.grad = null);
                (parameters[0].pow(2).sum() + parameters[1].cos().sum() + parameters[2].exp().sum()).backward();
                step();
            }
        }

        ours[0].ShouldBeNear(theirs[0], 1e-12);
        ours[1].ShouldBeNear(theirs[1], 1e-6);
        ours[2].ShouldBeNear(theirs[2], 1e-6);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void Adam_in_one_pass_leads_where_that_of_TorchSharp_leads(double decay)
    {
        manual_seed(4);
        // Long enough for the pass over all; the second parameter joins at the third step, and begins its own count.
        Parameter[] ours = [new(randn(70_000, dtype: float64)), new(randn(40_000, dtype: float64)), new(randn(50_000, dtype: float64))];
        Parameter[] theirs = [.. ours.Select(p => new Parameter(p.detach().clone()))];
        using var flat = new FlatAdam(ours, 0.01, 0.8, 0.95, 1e-6, decay);
        using var plain = optim.Adam(theirs, 0.01, beta1: 0.8, beta2: 0.95, eps: 1e-6, weight_decay: decay);
        for (var i = 0; i < 6; i++)
        {
            foreach (var (parameters, step) in new (Parameter[], Action)[] { (ours, flat.Step), (theirs, () => plain.step()) })
            {
                Array.ForEach(parameters, p => p.grad = null);
                var loss = parameters[0].pow(2).sum() + parameters[2].cos().sum();
                (i < 2 ? loss : loss + parameters[1].exp().sum()).backward();
                step();
            }
        }

        for (var i = 0; i < ours.Length; i++) ours[i].ShouldBeNear(theirs[i], 1e-12);
        flat.SaveState().Scalars["state.1.step"].ShouldBe(4);
    }

    [Fact]
    public void A_collected_step_is_the_step_of_the_gradients_at_that_moment()
    {
        manual_seed(5);
        Parameter[] one = [new(randn(5, 7)), new(randn(40_000)), new(randn(3))];
        Parameter[] other = [.. one.Select(p => new Parameter(p.detach().clone()))];
        using var first = new FlatAdamW(one, 0.1);
        using var second = new FlatAdamW(other, 0.1);
        foreach (var absent in (int[])[2, 0, 1])
        {
            for (var i = 0; i < one.Length; i++)
            {
                one[i].grad = i == absent ? null : randn_like(one[i]);
                other[i].grad = one[i].grad?.clone();
            }

            first.Collect().ShouldBe(second.GradientNorm(), 1e-3);
            // Too late to count.
            foreach (var parameter in one) parameter.grad?.fill_(float.NaN);
            first.StepCollected();
            second.Step();
            for (var i = 0; i < one.Length; i++) one[i].Equals(other[i]).ShouldBeTrue($"parameter {i}");
        }

        Should.Throw<InvalidOperationException>(first.StepCollected).Message.ShouldContain("needs a Collect since the last step");
        first.ZeroGradients();
        first.Collect().ShouldBe(0);
        one[1].grad = full(40_000, float.PositiveInfinity);
        first.Collect().ShouldBe(double.PositiveInfinity);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(80)]
    public void Weights_with_channels_last_stay_so_and_learn_the_same(int channels)
    {
        manual_seed(6);
        using var plain = nn.Conv2d(channels, 12, 3, padding: 1);
        using var last = nn.Conv2d(channels, 12, 3, padding: 1);
        last.load_state_dict(plain.state_dict());
        long[] strides = [channels * 9, 1, channels * 3, channels];
        using (no_grad())
        {
            last.weight!.set_(last.weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        }

        using var one = new FlatAdamW(plain.named_parameters(), 0.01);
        using var other = new FlatAdamW(last.named_parameters(), 0.01);
        last.weight!.stride().ShouldBe(strides);
        var input = randn(2, channels, 10, 10);
        for (var i = 0; i < 3; i++)
        {
            foreach (var (layer, optimizer) in new[] { (plain, one), (last, other) })
            {
                optimizer.ZeroGradients();
                layer.call(input).square().sum().backward();
                optimizer.Step();
            }
        }

        last.weight.stride().ShouldBe(strides);
        last.weight.grad!.stride().ShouldBe(strides);
        last.weight.ShouldBeNear(plain.weight!, 1e-5);
        last.bias!.ShouldBeNear(plain.bias!, 1e-5);

        // A saved state is in the order of the shape, and fits the other layout.
        var (tensors, scalars) = other.SaveState();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Safetensors.Write(path, tensors);
        one.LoadState(Safetensors.Read(path), scalars);
        File.Delete(path);
        one.SaveState().Tensors["state.weight.exp_avg"].ShouldBeNear(tensors["state.weight.exp_avg"], 1e-12);
    }

    [Fact]
    public void Clipping_is_over_all_optimizers_and_gives_the_norm_before()
    {
        var first = new Parameter(zeros(2));
        var second = new Parameter(zeros(1, dtype: float64));
        var bare = new Parameter(zeros(1));
        using var one = new FlatSgd([first, bare], 0.1);
        using var two = new FlatSgd([second], 0.1);
        FlatOptimizer.GradientNorm(one, two).ShouldBe(0);
        FlatOptimizer.ClipGradients(1, one, two).ShouldBe(0);
        first.grad = tensor(new[] { 2f, 3f });
        second.grad = tensor(new[] { 6.0 });

        FlatOptimizer.ClipGradients(100, one, two).ShouldBe(7, 1e-6);
        second.grad!.ShouldHold(6);
        FlatOptimizer.ClipGradients(3.5, one, two).ShouldBe(7, 1e-6);

        first.grad!.ShouldHold(1, 1.5);
        second.grad!.ShouldHold(3);
        one.GradientNorm().ShouldBe(Math.Sqrt(3.25), 1e-6);
        bare.grad.ShouldBeNull();

        // As clip_grad_norm_: an infinite norm makes every finite gradient zero.
        first.grad = tensor(new[] { float.PositiveInfinity, 1f });
        one.ClipGradients(1).ShouldBe(double.PositiveInfinity);
        first.grad!.Values().ShouldBe([double.NaN, 0]);
    }

    [Fact]
    public void A_replaced_or_disposed_parameter_is_named_by_the_step()
    {
        var parameter = new Parameter(ones(2));
        var other = new Parameter(ones(3));
        using var optimizer = new FlatAdam([("head.weight", parameter), ("head.bias", other)]);
        other.grad = ones(3);
        using (no_grad())
        {
            other.set_(zeros(3));
        }

        var message = Should.Throw<InvalidOperationException>(optimizer.Step).Message;
        message.ShouldContain("'head.bias' has other data");
        message.ShouldContain("new optimizer");

        parameter.Dispose();
        Should.Throw<InvalidOperationException>(optimizer.Step).Message.ShouldContain("'head.weight' was disposed");
    }

    [Fact]
    public void A_sparse_gradient_is_refused_with_the_way_out()
    {
        using var embedding = nn.Embedding(3, 2, sparse: true);
        using var optimizer = new FlatSgd(embedding.named_parameters(), 0.1);
        embedding.call(tensor(new[] { 1L })).sum().backward();

        var message = Should.Throw<InvalidOperationException>(optimizer.Step).Message;

        message.ShouldContain("'weight' is sparse");
        message.ShouldContain("sparse: false");
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_with_every_difference_and_changes_nothing()
    {
        using var problem = new Problem();
        using var optimizer = new FlatAdam(problem.All, 0.3);
        var scalars = new Dictionary<string, double>(optimizer.SaveState().Scalars)
        {
            ["state.0.step"] = 4, ["state.7.step"] = 1, ["option.learning_rate"] = 0.1,
        };
        scalars.Remove("option.beta2");
        var tensors = new Dictionary<string, Tensor>
        {
            ["state.0.exp_avg"] = zeros(2, 3), ["state.9.exp_avg"] = zeros(1), ["state.1.momentum_buffer"] = zeros(4),
            ["state.2.exp_avg"] = zeros(2),
        };

        var message = Should.Throw<InvalidOperationException>(() => optimizer.LoadState(tensors, scalars)).Message;

        message.ShouldContain("option.beta2 is missing");
        message.ShouldContain("state.0.exp_avg has shape [2, 3], not [3, 2]");
        message.ShouldContain("state.0.exp_avg_sq is missing");
        message.ShouldContain("state.9.exp_avg belongs to no parameter");
        message.ShouldContain("state.1.momentum_buffer belongs to no parameter");
        message.ShouldContain("state.7.step belongs to no parameter");
        message.ShouldContain("state.2.exp_avg comes without state.2.step");
        optimizer.LearningRate.ShouldBe(0.3);
    }

    [Fact]
    public void A_state_names_its_parameters_and_restores_the_options_through_a_file()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var problem = new Problem();
        (string, Parameter)[] named = [("body.weight", problem.A), ("body.bias", problem.B), ("extra", problem.C)];
        using var optimizer = new FlatSgd(named, 0.25, momentum: 0.5, nesterov: true);
        problem.Step(optimizer, 2);
        var (tensors, scalars) = optimizer.SaveState();
        tensors.Keys.ShouldBe(["state.body.weight.momentum_buffer", "state.body.bias.momentum_buffer"]);
        Safetensors.Write(path, tensors);
        using var second = new FlatSgd(named, 0.1, momentum: 0.9);

        second.LoadState(Safetensors.Read(path), scalars);
        File.Delete(path);

        (second.LearningRate, second.Momentum, second.Nesterov).ShouldBe((0.25, 0.5, true));
        second.SaveState().Tensors["state.body.bias.momentum_buffer"].Equals(tensors["state.body.bias.momentum_buffer"]).ShouldBeTrue();
    }

    [Fact]
    public void Schedules_of_TorchSharp_and_closures_work()
    {
        using var problem = new Problem();
        using var optimizer = new FlatSgd(problem.All, 0.01);
        var schedule = optim.lr_scheduler.StepLR(optimizer, step_size: 1, gamma: 0.5);
        var before = problem.Loss().item<double>();
        using var guard = no_grad();

        var loss = optimizer.step(() =>
        {
            var value = problem.Loss();
            value.backward();
            return value;
        });
        schedule.step();

        loss.item<double>().ShouldBe(before, 1e-12);
        problem.Loss().item<double>().ShouldBeLessThan(before);
        optimizer.LearningRate.ShouldBe(0.005);
    }

    [Fact]
    public void Numbers_without_sense_are_refused()
    {
        var parameter = new Parameter(ones(2));
        Should.Throw<ArgumentOutOfRangeException>(() => new FlatAdam([parameter], learningRate: -1));
        Should.Throw<ArgumentOutOfRangeException>(() => new FlatAdam([parameter], weightDecay: -1));
        Should.Throw<ArgumentException>(() => new FlatSgd([parameter], 0.1, nesterov: true));
    }

    [Fact]
    public void A_step_updates_three_hundred_small_parameters_at_once_and_around_those_without_a_gradient()
    {
        Parameter[] parameters = [.. Enumerable.Range(0, 300).Select(_ => new Parameter(randn(64)) { grad = randn(64) })];
        using var counted = new Counted(parameters);

        counted.Step();
        counted.Lengths.ShouldBe([300 * 64]);

        counted.Lengths.Clear();
        parameters[100].grad = null;
        counted.Step();
        counted.Lengths.ShouldBe([100 * 64, 199 * 64]);
    }

    /// <summary>Notes how long the ranges are that a step changes.</summary>
    private sealed class Counted(Parameter[] parameters) : FlatOptimizer(FlatParameters.Numbered(parameters), learningRate: 0.1, weightDecay: 0)
    {
        public List<long> Lengths { get; } = [];

        protected override void Update(Tensor values, Tensor gradients, Tensor[] moments, long step) => Lengths.Add(values.numel());
    }
}
