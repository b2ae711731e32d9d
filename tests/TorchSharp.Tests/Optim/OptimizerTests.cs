using TorchSharp.Extras;
using TorchSharp.Modules;
using TorchSharp.Tests.NN;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Tests.Optim;

public sealed class OptimizerTests
{
    [Fact]
    public void A_parameter_without_gradient_is_left_alone_and_ages_not()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = AdamW(problem.All, 0.1, weight_decay: 0.5);
        var before = problem.Unused.clone();

        problem.Step(optimizer, 2);

        problem.Unused.eq(before).all().item<bool>().ShouldBeTrue();
        OptimizerState.Save(optimizer).Scalars.Keys.ShouldNotContain("state.2.step");
        OptimizerState.Save(optimizer).Scalars["state.1.step"].ShouldBe(2.0);
    }

    [Fact]
    public void A_parameter_that_joins_late_starts_its_own_count()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = Adam(problem.All, 0.1);
        problem.Step(optimizer, 3);
        var before = problem.Unused.clone();

        (problem.Unused * 2.0).sum().backward();
        optimizer.step();

        // The first step of Adam has the length of the rate, whatever the gradient.
        allclose(problem.Unused, before - 0.1, atol: 1e-8).ShouldBeTrue();
    }

    [Fact]
    public void A_group_keeps_its_own_numbers_and_takes_the_rest_from_the_optimizer()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = AdamW([problem.A], 0.01, beta1: 0.7, weight_decay: 0.3);
        optimizer.add_param_group(new AdamW.ParamGroup([problem.B], lr: 0.5, weight_decay: 0.0));

        var (_, numbers) = OptimizerState.Save(optimizer);

        numbers["group.1.LearningRate"].ShouldBe(0.5);
        numbers["group.1.weight_decay"].ShouldBe(0.0);
        numbers["group.1.beta1"].ShouldBe(0.7);
        numbers["group.0.weight_decay"].ShouldBe(0.3);
        optimizer.parameters().ShouldBe([problem.A, problem.B]);
    }

    [Fact]
    public void A_parameter_in_two_groups_or_a_tensor_that_is_no_leaf_is_refused()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = SGD([problem.A], 0.1);

        Should.Throw<ArgumentException>(() => optimizer.add_param_group(new SGD.ParamGroup([problem.A])));
        Should.Throw<ArgumentException>(() => SGD([problem.B, problem.B], 0.1));
    }

    [Fact]
    public void A_written_state_is_read_back_and_that_of_another_kind_is_refused()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var first = AdamW(problem.All, 0.02, amsgrad: true);
        problem.Step(first, 3);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            first.save_state_dict(writer);
        }

        using var second = AdamW(problem.All, 0.5);
        stream.Position = 0;
        second.load_state_dict(new BinaryReader(stream));

        var (wanted, numbers) = OptimizerState.Save(first);
        var (tensors, read) = OptimizerState.Save(second);
        read.ShouldBe(numbers);
        tensors.Keys.ShouldBe(wanted.Keys);
        tensors["state.0.exp_avg_sq"].eq(wanted["state.0.exp_avg_sq"]).all().item<bool>().ShouldBeTrue();
        stream.Position = 0;
        using var other = Adam(problem.All);
        Should.Throw<InvalidDataException>(() => other.load_state_dict(new BinaryReader(stream))).Message.ShouldContain("AdamW");

        using var third = AdamW(problem.All);
        third.load_state_dict(first.state_dict());
        OptimizerState.Save(third).Scalars.Where(entry => !entry.Key.StartsWith("state.2", StringComparison.Ordinal))
            .ShouldBe(numbers.Where(entry => !entry.Key.StartsWith("state.2", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_with_every_difference()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = Adam(problem.All);
        var tensors = new Dictionary<string, Tensor>
        {
            ["state.0.exp_avg"] = zeros([2, 3]), ["state.9.exp_avg"] = zeros([1]), ["state.1.momentum_buffer"] = zeros([4]),
        };

        var message = Should.Throw<InvalidOperationException>(
            () => OptimizerState.Load(optimizer, tensors, new Dictionary<string, double>())).Message;

        message.ShouldContain("0 groups given, 1 wanted");
        message.ShouldContain("state.0.exp_avg has shape [2, 3], not [3, 2]");
        message.ShouldContain("state.9.exp_avg belongs to no parameter");
        message.ShouldContain("state.1.momentum_buffer is no state of Adam");
    }

    [Fact]
    public void Clearing_gradients_keeps_them_at_zero_and_makes_none()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = SGD(problem.All, 0.1);
        problem.Loss().backward();

        optimizer.zero_grad();

        problem.A.grad!.abs().sum().item<double>().ShouldBe(0.0);
        problem.Unused.grad.ShouldBeNull();
    }

    [Fact]
    public void A_closure_runs_with_gradients_on_and_its_loss_is_returned()
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = SGD(problem.All, 0.01);
        var expected = problem.Loss().item<double>();
        using var guard = no_grad();

        var loss = optimizer.step(() =>
        {
            var value = problem.Loss();
            value.backward();
            return value;
        });

        loss.item<double>().ShouldBe(expected, 1e-12);
        problem.Loss().item<double>().ShouldBeLessThan(expected);
    }
}
