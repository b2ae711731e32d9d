using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static ScalarType s_defaultDtype = ScalarType.Float32;
    private static Device? s_defaultDevice;

    /// <summary>The type of floating-point tensors made without a type.</summary>
    public static ScalarType get_default_dtype() => s_defaultDtype;

    public static void set_default_dtype(ScalarType dtype) =>
        s_defaultDtype = is_floating_point(dtype) ? dtype : throw new ArgumentException($"{dtype} is no floating-point type.",
            nameof(dtype));

    public static Device get_default_device() => s_defaultDevice ?? CPU;

    public static void set_default_device(Device device) => s_defaultDevice = device;

    public static int get_num_threads() => Native.ph_get_num_threads();

    public static void set_num_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(num);
        NativeError.Check(Native.ph_set_num_threads(num), "set_num_threads");
    }

    public static int get_num_interop_threads() => Native.ph_get_num_interop_threads();

    public static void set_num_interop_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(num);
        NativeError.Check(Native.ph_set_num_interop_threads(num), "set_num_interop_threads");
    }
}
