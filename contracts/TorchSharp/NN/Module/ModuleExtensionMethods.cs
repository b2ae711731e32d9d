using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moves and converts modules, keeping the static type of the module and the identity of its parameters.</summary>
public static class ModuleExtensionMethods
{
    /// <summary>Moves parameters and buffers to a device.</summary>
    public static T to<T>(this T module, Device device, bool non_blocking = false)
        where T : nn.Module
        => Same(module, module._to(device.type, device.index, non_blocking));

    /// <summary>Converts floating-point parameters and buffers.</summary>
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
        where T : nn.Module
        => Same(module, module._to(type, non_blocking));

    /// <summary>Moves to a device and converts floating-point parameters and buffers.</summary>
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false)
        where T : nn.Module
        => Same(module, module._to(device, type, non_blocking));

    /// <summary>Moves parameters and buffers to a device.</summary>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module
        => Same(module, module._to(deviceType, deviceIndex, non_blocking));

    /// <summary>Moves parameters and buffers to a device such as "cuda:0".</summary>
    public static T to<T>(this T module, string device, bool non_blocking = false)
        where T : nn.Module
        => module.to(torch.device(device), non_blocking);

    /// <summary>Moves and converts to the device and type of a tensor.</summary>
    public static T to<T>(this T module, Tensor other, bool non_blocking = false)
        where T : nn.Module
        => module.to(other.device, other.dtype, non_blocking);

    /// <summary>Moves to a CUDA device.</summary>
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module
        => module.to(DeviceType.CUDA, deviceIndex, non_blocking);

    /// <summary>Moves to the CPU.</summary>
    public static T cpu<T>(this T module, bool non_blocking = false)
        where T : nn.Module
        => module.to(DeviceType.CPU, -1, non_blocking);

    /// <summary>Converts to half precision.</summary>
    public static T half<T>(this T module, bool non_blocking = false)
        where T : nn.Module
        => module.to(ScalarType.Float16, non_blocking);

    /// <summary>Converts to bfloat16.</summary>
    public static T bfloat16<T>(this T module, bool non_blocking = false)
        where T : nn.Module
        => module.to(ScalarType.BFloat16, non_blocking);

    /// <summary>Converts to single precision.</summary>
    public static T @float<T>(this T module, bool non_blocking = false)
        where T : nn.Module
        => module.to(ScalarType.Float32, non_blocking);

    /// <summary>Converts to double precision.</summary>
    public static T @double<T>(this T module, bool non_blocking = false)
        where T : nn.Module
        => module.to(ScalarType.Float64, non_blocking);

    private static T Same<T>(T module, nn.Module moved)
        where T : nn.Module
        => ReferenceEquals(module, moved) ? module : (T)moved;
}
