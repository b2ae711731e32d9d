using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Instance normalisation of (N, C, H, W) or (C, H, W).</summary>
public sealed class InstanceNorm2d : InstanceNorm
{
    internal InstanceNorm2d(long features, double eps, double? momentum, bool affine, bool track, Device? device, ScalarType? dtype)
        : base(nameof(InstanceNorm2d), features, eps, momentum, affine, track, 4, device, dtype)
    {
    }
}
