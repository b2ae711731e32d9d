using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Precision;

public sealed class GradScalerTests
{
    [Fact]
    public void Scaling_leaves_good_gradients_as_they_would_be()
    {
        using var scope = NewDisposeScope();
        using var scaler = new GradScaler(initialScale: 1024, growthInterval: 2);
        var w = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var stepped = 0;

        for (var i = 0; i < 2; i++)
        {
            w.grad = null;
            scaler.Scale((w * w).sum()).backward();
            w.grad!.ShouldHold(2 * 1024, 4 * 1024);
            scaler.Unscale(w, [w]);
            w.grad!.ShouldHold(2, 4);
            scaler.Step(w, [w], () => stepped++).ShouldBeTrue();
            Should.Throw<InvalidOperationException>(() => scaler.Unscale(w, [w]));
            scaler.Update();
        }

        stepped.ShouldBe(2);
        scaler.Factor.ShouldBe(2048);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void A_gradient_that_is_not_finite_skips_the_step_and_shrinks_the_factor(double bad)
    {
        using var scope = NewDisposeScope();
        using var scaler = new GradScaler(initialScale: 1024);
        var w = ones([2], requires_grad: true);
        w.grad = tensor(new[] { 1f, (float)bad });

        scaler.Step(w, [w], () => throw new InvalidOperationException("must not run")).ShouldBeFalse();
        scaler.Update();

        scaler.Factor.ShouldBe(512);
        scaler.SkippedSteps.ShouldBe(1);
        Should.Throw<InvalidOperationException>(scaler.Update);
    }

    [Fact]
    public void An_optimizer_is_stepped_through_the_scaler_as_it_would_be_without()
    {
        using var scope = NewDisposeScope();
        using var scaler = new GradScaler(initialScale: 256);
        var w = new TorchSharp.Modules.Parameter(tensor(new[] { 3.0 }));
        using var plain = optim.SGD([w], 0.1);

        scaler.Scale((w * w).sum()).backward();
        scaler.Step(plain).ShouldBeTrue();
        scaler.Update();
        w.ShouldHold(3 - (0.1 * 6));

        w.grad = tensor(new[] { double.PositiveInfinity });
        scaler.Step(plain).ShouldBeFalse();
        w.ShouldHold(3 - (0.1 * 6));
    }

    [Fact]
    public void A_flat_optimizer_is_stepped_with_true_gradients_clipped_after_unscaling_or_not_at_all()
    {
        using var scope = NewDisposeScope();
        using var scaler = new GradScaler(initialScale: 256);
        var half = new TorchSharp.Modules.Parameter(ones(2, dtype: float16));
        var wide = new TorchSharp.Modules.Parameter(ones(1, dtype: float64));
        using var optimizer = new FlatSgd([half, wide], 1);

        scaler.Scale((half * 3).sum().to(float64) + (wide * 4).sum()).backward();
        half.grad!.ShouldHold(768, 768);
        scaler.Unscale(optimizer);
        optimizer.GradientNorm().ShouldBe(Math.Sqrt(34), 1e-3);
        scaler.Step(optimizer).ShouldBeTrue();
        scaler.Update();
        half.ShouldHold(-2, -2);
        wide.ShouldHold(-3);

        optimizer.ZeroGradients();
        scaler.Scale((half * 1000).sum().to(float64)).backward();
        scaler.Step(optimizer).ShouldBeFalse();
        scaler.Update();
        half.ShouldHold(-2, -2);
        scaler.Factor.ShouldBe(128);
    }

    [Fact]
    public void The_state_survives_saving()
    {
        using var scaler = new GradScaler(initialScale: 8, growthInterval: 3);
        using var other = new GradScaler();
        other.LoadState(scaler.SaveState());

        (other.Factor, other.GrowthInterval, other.GrowthTracker).ShouldBe((8, 3, 0));
        Should.Throw<KeyNotFoundException>(() => other.LoadState(new Dictionary<string, double>()));
    }
}
