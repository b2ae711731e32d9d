using PluginHost.Separators;

namespace PluginHost.Separation.Tests;

public sealed class SoundNetworkTests
{
    [Theory]
    [InlineData(2, 3, 4, 5)]
    [InlineData(1, 1, 1, 1)]
    public void Doubling_by_nearest_neighbour_equals_libtorchs_interpolation_and_its_gradient(
        long rows, long channels, long height, long width)
    {
        using var scope = NewDisposeScope();
        var x = rand(rows, channels, height, width, dtype: ScalarType.Float64, requires_grad: true);
        var reference = x.detach().clone().requires_grad_(true);
        var weights = rand(rows, channels, 2 * height, 2 * width, dtype: ScalarType.Float64);

        var twice = NearestTwice.apply(x);
        var expected = nn.functional.interpolate(reference, scale_factor: [2.0, 2.0], mode: InterpolationMode.Nearest);
        (twice * weights).sum().backward();
        (expected * weights).sum().backward();

        twice.Equals(expected).ShouldBeTrue();
        (x.grad! - reference.grad!).abs().max().item<double>().ShouldBeLessThan(1e-14);
    }

    [Theory]
    [InlineData(2, 3, 5, 4, 6, true)]
    [InlineData(1, 1, 1, 1, 1, false)]
    [InlineData(2, 6, 2, 16, 17, false)]
    public void Doubling_and_convolving_at_once_equals_libtorchs_interpolation_and_convolution_with_their_gradients(
        long rows, long inputs, long outputs, long height, long width, bool biased)
    {
        using var scope = NewDisposeScope();
        Tensor[] Leaves() =>
        [
            Lcg.Tensor(1, rows, inputs, height, width).requires_grad_(true), Lcg.Tensor(2, outputs, inputs, 3, 3).requires_grad_(true),
            Lcg.Tensor(3, outputs).requires_grad_(true),
        ];
        var (own, reference) = (Leaves(), Leaves());
        var weights = Lcg.Tensor(4, rows, outputs, 2 * height, 2 * width);

        var result = DoubledConvolution.Apply(own[0], own[1], biased ? own[2] : null);
        var doubled = nn.functional.interpolate(reference[0], scale_factor: [2.0, 2.0], mode: InterpolationMode.Nearest);
        var expected = nn.functional.conv2d(doubled, reference[1], biased ? reference[2] : null, padding: [1, 1]);
        (result * weights).sum().backward();
        (expected * weights).sum().backward();

        result.shape.ShouldBe(expected.shape);
        (result - expected).abs().max().item<double>().ShouldBeLessThan(1e-13);
        for (var i = 0; i < (biased ? 3 : 2); i++) (own[i].grad! - reference[i].grad!).abs().max().item<double>().ShouldBeLessThan(1e-12);
    }
}
