using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What tensors must share to be handled by one kernel.</summary>
internal readonly record struct Placement(DeviceType Device, int Index, ScalarType Type, bool Sparse)
{
    internal static Placement Of(Tensor tensor) => new(tensor.device_type, tensor.device_index, tensor.dtype, tensor.is_sparse);
}
