using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>What most creation functions end with: type, device, and whether a gradient is wanted.</summary>
internal static class Options
{
    /// <summary>The type asked for, else the default floating-point type.</summary>
    internal static ScalarType Real(ScalarType? dtype) => dtype ?? get_default_dtype();

    internal static Device At(Device? device) => device ?? get_default_device();

    internal static Tensor Finish(Tensor tensor, bool requiresGrad)
    {
        if (requiresGrad)
        {
            tensor.requires_grad = true;
        }

        return tensor;
    }
}
