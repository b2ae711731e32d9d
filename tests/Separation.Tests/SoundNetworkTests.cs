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
}
