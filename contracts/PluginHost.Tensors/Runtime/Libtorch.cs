using TorchSharp;

namespace PluginHost.Tensors;

/// <summary>temporary</summary>
public static class Libtorch
{
    /// <summary>temporary</summary>
    public static string Version => torch.__version__;

    /// <summary>temporary</summary>
    public static string BlasName => "MKL";

    /// <summary>temporary</summary>
    public static bool TryLoad(out string reason)
    {
        reason = "";
        return torch.TryInitializeDeviceType(DeviceType.CPU);
    }
}
