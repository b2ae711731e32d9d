using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>One argument or result as the shim sees it (PhValue in native/src/api.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal ValueKind Kind;
    internal int Reserved;
    internal long A;
    internal long B;
}

/// <summary>Kinds of values that cross the native boundary (PhKind in native/src/api.h).</summary>
internal enum ValueKind
{
    None = 0, Tensor = 1, Int = 2, Double = 3, Bool = 4, Complex = 5, Ints = 6, Doubles = 7, Bools = 8,
    Tensors = 9, OptionalTensors = 10, String = 11, ScalarType = 12, Device = 13, Generator = 14, Default = 15,
}

/// <summary>Metadata of a tensor, read in one call (PhTensorInfo in native/src/api.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTensorInfo
{
    internal int ScalarType;
    internal int DeviceType;
    internal int DeviceIndex;
    internal int Dimensions;
    internal long Elements;
    internal int RequiresGrad;
    internal int IsLeaf;
    internal int Layout;
    internal int IsContiguous;
}
