namespace PluginHost.Networks.Tests;

/// <summary>Comparisons of tensors.</summary>
internal static class Near
{
    /// <summary>The largest difference, relative to the largest number wanted.</summary>
    public static double Difference(Tensor found, Tensor wanted)
    {
        found.shape.ShouldBe(wanted.shape);
        return ((found - wanted).abs().max() / wanted.abs().max()).ToDouble();
    }

    public static void ShouldBeNear(this Tensor found, Tensor wanted, double tolerance) =>
        Difference(found.detach(), wanted.detach()).ShouldBeLessThan(tolerance);

    public static void ShouldBeSame(this Tensor found, Tensor wanted) =>
        found.detach().equal(wanted.detach()).all().ToBoolean().ShouldBeTrue();

    public static void ShouldDifferFrom(this Tensor found, Tensor other) =>
        (found.detach() - other.detach()).abs().max().ToDouble().ShouldBeGreaterThan(1e-6);
}
