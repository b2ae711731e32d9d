using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.TensorDiagnostics;

/// <summary>Measures how many floating-point operations a second a device does. Multiply and add count as two.</summary>
public static class SpeedTrial
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.3);

    /// <summary>Multiplies two square matrices of order 1024.</summary>
    /// <param name="device">The device.</param>
    /// <returns>10^9 operations a second; the best of several trials.</returns>
    public static double MatrixProduct(Device device)
    {
        const long order = 1024;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var left = randn(order, order, device: device);
        var right = randn(order, order, device: device);
        return Best(device, 2.0 * order * order * order, () => left.matmul(right).Dispose());
    }

    /// <summary>Convolves 8 images of 32 channels and 64 x 64 pixels with 32 kernels of 3 x 3.</summary>
    /// <param name="device">The device.</param>
    /// <returns>10^9 operations a second; the best of several trials.</returns>
    public static double Convolution(Device device)
    {
        const long images = 8, channels = 32, pixels = 64 * 64, kernel = 3 * 3;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var input = randn([images, channels, 64, 64], device: device);
        var weight = randn([channels, channels, 3, 3], device: device);
        return Best(device, 2.0 * images * channels * channels * pixels * kernel, () => nn.functional.conv2d(input, weight, padding: [1, 1]).Dispose());
    }

    private static double Best(Device device, double operations, Action work)
    {
        work();
        Wait(device);
        var best = 0.0;
        var started = Stopwatch.GetTimestamp();
        do
        {
            var before = Stopwatch.GetTimestamp();
            work();
            Wait(device);
            best = Math.Max(best, operations / Stopwatch.GetElapsedTime(before).TotalSeconds / 1e9);
        }
        while (Stopwatch.GetElapsedTime(started) < Budget);

        return best;
    }

    // A GPU takes its work from a queue: without waiting, only the asking would be measured.
    private static void Wait(Device device)
    {
        if (device.type == DeviceType.CUDA) cuda.synchronize(device);
    }
}
