using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class AutogradTests
{
    [Fact]
    public void Gradients_agree_with_closed_forms()
    {
        using var scope = NewDisposeScope();
        double[] points = [0.3, -1.2, 2.0];
        var x = tensor(points, requires_grad: true);

        (x.sin() * x.pow(2)).sum().backward();

        x.grad!.ShouldHoldWithin(1e-12, [.. points.Select(p => (Math.Cos(p) * p * p) + (2 * p * Math.Sin(p)))]);
        (1 / x).sum().backward();
        x.grad!.ShouldHoldWithin(1e-12, [.. points.Select(p => (Math.Cos(p) * p * p) + (2 * p * Math.Sin(p)) - (1 / (p * p)))]);
        x.grad = null;
        x.grad.ShouldBeNull();
    }

    [Fact]
    public void Second_derivatives_come_from_a_recorded_first_one()
    {
        using var scope = NewDisposeScope();
        var x = tensor(1.5, requires_grad: true);

        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        var second = autograd.grad([first], [x])[0];

        first.ToDouble().ShouldBe(3 * 1.5 * 1.5, 1e-12);
        second.ToDouble().ShouldBe(6 * 1.5, 1e-12);
        x.grad.ShouldBeNull();
    }

    [Fact]
    public void An_unused_input_is_null_where_allowed_and_refused_elsewhere()
    {
        using var scope = NewDisposeScope();
        var x = tensor(1.0, requires_grad: true);
        var y = tensor(1.0, requires_grad: true);

        autograd.grad([x * 2], [x, y], allow_unused: true)[1].ShouldBeNull();
        Should.Throw<ExternalException>(() => autograd.grad([x * 2], [x, y]));
    }

    [Fact]
    public void Gradient_mode_nests_and_belongs_to_the_thread()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);

        using (no_grad())
        {
            is_grad_enabled().ShouldBeFalse();
            (x * 2).requires_grad.ShouldBeFalse();
            using (enable_grad())
            {
                (x * 2).requires_grad.ShouldBeTrue();
            }

            bool? elsewhere = null;
            var thread = new Thread(() => elsewhere = is_grad_enabled());
            thread.Start();
            thread.Join();
            elsewhere.ShouldBe(true);
            is_grad_enabled().ShouldBeFalse();
        }

        is_grad_enabled().ShouldBeTrue();
        using (inference_mode())
        {
            is_inference_mode_enabled().ShouldBeTrue();
            (x * 2).is_inference().ShouldBeTrue();
        }

        is_inference_mode_enabled().ShouldBeFalse();
    }

    [Fact]
    public void A_leaf_and_a_detached_tensor_are_told_apart_from_a_result()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        var y = x * 3;
        y.retain_grad();
        y.sum().backward();

        (x.is_leaf, y.is_leaf, y.detach().requires_grad).ShouldBe((true, false, false));
        y.grad!.ShouldHold(1, 1);
        Should.Throw<ExternalException>(() => x.add_(1)).Message.ShouldStartWith("aten::add_.Tensor: ");
    }

    [Fact]
    public void The_jacobian_of_a_linear_map_is_its_matrix()
    {
        using var scope = NewDisposeScope();
        var m = randn([3, 2], dtype: float64, generator: new Generator(1));

        autograd.functional.jacobian(v => m.matmul(v), ones([2], dtype: float64)).ShouldBeNear(m);
    }

    [Fact]
    public void A_function_of_ones_own_takes_part_in_the_graph()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2.0, -3.0 }, requires_grad: true);

        var y = Clipped.apply(x, 2.5);
        (y * y).sum().backward();

        y.ShouldHold(2, -2.5);
        x.grad!.ShouldHold(4 * 10, -5 * 10);
        Should.Throw<ExternalException>(() => Clipped.apply(x, -1.0).sum().backward()).Message.ShouldContain("negative bound");
    }

    [Fact]
    public void What_a_function_saved_is_freed_with_its_graph()
    {
        using (NewDisposeScope())
        {
            Clipped.Contexts.Clear();
            var x = tensor(new[] { 2.0 }, requires_grad: true);
            Clipped.apply(x, 2.5).sum().backward();
        }

        Clipped.Contexts.Single().get_saved_variables().ShouldBeEmpty();
    }

    /// <summary>Clips values; its gradient is ten times the one that comes in, so that a test can tell it was used.</summary>
    private sealed class Clipped : autograd.SingleTensorFunction<Clipped>
    {
        internal static readonly List<autograd.AutogradContext> Contexts = [];

        public override string Name => nameof(Clipped);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, bound) = ((Tensor)vars[0], (double)vars[1]);
            Contexts.Add(ctx);
            ctx.save_for_backward([x]);
            ctx.save_data("bound", bound);
            return x.clamp(-Math.Abs(bound), Math.Abs(bound));
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            ctx.get_saved_variables().Count.ShouldBe(1);
            return (double)ctx.get_data("bound") < 0 ? throw new InvalidOperationException("negative bound") : [grad_output * 10, null!];
        }
    }
}
