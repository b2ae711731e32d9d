using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Devices;

/// <summary>
/// The device that is compared with the CPU: the one named in PLUGINHOST_TEST_DEVICE, else the first CUDA device. Named "cpu", the CPU is
/// compared with itself, which tries the tests and not the device.
/// </summary>
internal static class TestDevice
{
    private const string Variable = "PLUGINHOST_TEST_DEVICE";

    internal static Device Value => torch.device(Named ?? "cuda:0");

    private static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : null;

    internal static void SkipIfAbsent() =>
        Skip.If(Named is null && !cuda.is_available(), $"no CUDA device here ({Libtorch.CudaDescription})");

    /// <summary>Fails unless both hold the same numbers; the tolerance is relative to the largest of them.</summary>
    internal static void ShouldAgreeWith(this Tensor actual, Tensor expected, double tolerance, string what)
    {
        actual.shape.ShouldBe(expected.shape, what);
        if (expected.numel() == 0) return;
        using var scope = NewDisposeScope();
        var here = actual.detach().cpu().to(float64);
        var there = expected.detach().to(float64);
        var scale = Math.Max(1, there.abs().max().item<double>());
        (here.sub(there).abs().max().item<double>() / scale).ShouldBeLessThan(tolerance, what);
    }
}
