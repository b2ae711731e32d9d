using System.Runtime.InteropServices;
using static TorchSharp.torch;

#pragma warning disable SYSLIB1092, IDE1006, SA1300 // names are those of the shim

namespace TorchSharp.Interop;

/// <summary>The shim's functions. All arguments are blittable; what may fail returns 0 for success.</summary>
internal static unsafe partial class Native
{
    private const string Library = NativeLibraryLocator.Name;

    static Native() => NativeLibraryLocator.Install();

    internal static string Version => Text(ph_torch_version());

    internal static string Text(IntPtr utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    [LibraryImport(Library)] internal static partial IntPtr ph_last_error();
    [LibraryImport(Library)] internal static partial IntPtr ph_torch_version();

    [LibraryImport(Library)] internal static partial int ph_op_find(byte* name, byte* overload, IntPtr* found);
    [LibraryImport(Library)] internal static partial IntPtr ph_op_overloads(byte* name);
    [LibraryImport(Library)] internal static partial IntPtr ph_op_schema(IntPtr op);
    [LibraryImport(Library)] internal static partial int ph_op_fits(IntPtr op, NativeValue* args, int count);
    [LibraryImport(Library)] internal static partial int ph_op_call(IntPtr op, NativeValue* args, int count, NativeValue* results,
        int capacity, int* produced);
    [LibraryImport(Library)] internal static partial void ph_op_take_rest(NativeValue* results);

    [LibraryImport(Library)] internal static partial void ph_tensor_free(IntPtr handle);
    [LibraryImport(Library)] internal static partial int ph_tensor_info(IntPtr handle, NativeTensorInfo* info);
    [LibraryImport(Library)] internal static partial int ph_tensor_sizes(IntPtr handle, long* sizes, long* strides, int capacity,
        int* ndim);
    [LibraryImport(Library)] internal static partial int ph_tensor_data(IntPtr handle, void** data);
    [LibraryImport(Library)] internal static partial IntPtr ph_tensor_share(IntPtr handle);
    [LibraryImport(Library)] internal static partial int ph_tensor_from_copy(void* data, long bytes, long* sizes, int ndim, int dtype,
        IntPtr* result);
    [LibraryImport(Library)]
    internal static partial int ph_tensor_from_memory(void* data, long* sizes, int ndim, int dtype,
        delegate* unmanaged<IntPtr, void> release, IntPtr context, IntPtr* result);
    [LibraryImport(Library)] internal static partial int ph_tensor_set_requires_grad(IntPtr handle, int value);
    [LibraryImport(Library)] internal static partial int ph_tensor_set_data(IntPtr handle, IntPtr source);
    [LibraryImport(Library)] internal static partial int ph_tensor_is_inference(IntPtr handle);

    [LibraryImport(Library)]
    internal static partial int ph_backward(IntPtr* tensors, long count, IntPtr* gradients, long gradientCount, int retainGraph,
        int createGraph, IntPtr* inputs, long inputCount);
    [LibraryImport(Library)]
    internal static partial int ph_grad(IntPtr* outputs, long count, IntPtr* inputs, long inputCount, IntPtr* gradients,
        long gradientCount, int retainGraph, int createGraph, int allowUnused, IntPtr* results);
    [LibraryImport(Library)] internal static partial int ph_tensor_get_grad(IntPtr handle, IntPtr* result);
    [LibraryImport(Library)] internal static partial int ph_tensor_set_grad(IntPtr handle, IntPtr gradient);
    [LibraryImport(Library)] internal static partial int ph_grad_mode();
    [LibraryImport(Library)] internal static partial void ph_set_grad_mode(int enabled);
    [LibraryImport(Library)] internal static partial int ph_inference_mode();
    [LibraryImport(Library)] internal static partial IntPtr ph_inference_guard(int enabled);
    [LibraryImport(Library)] internal static partial void ph_inference_guard_free(IntPtr guard);
    [LibraryImport(Library)] internal static partial int ph_anomaly_mode();
    [LibraryImport(Library)] internal static partial int ph_anomaly_check_nan();
    [LibraryImport(Library)] internal static partial void ph_set_anomaly_mode(int enabled, int checkNan);

    [LibraryImport(Library)]
    internal static partial int ph_function_record(IntPtr* inputs, long count, IntPtr* outputs, long outputCount, byte* name,
        delegate* unmanaged<IntPtr, IntPtr*, int, IntPtr*, int, byte*, int, int> backward, delegate* unmanaged<IntPtr, void> release,
        IntPtr context);

    [LibraryImport(Library)] internal static partial int ph_autocast_get(int deviceType, int* enabled, int* dtype);
    [LibraryImport(Library)] internal static partial int ph_autocast_set(int deviceType, int enabled, int dtype);
    [LibraryImport(Library)] internal static partial int ph_autocast_cache_enabled();
    [LibraryImport(Library)] internal static partial void ph_autocast_set_cache_enabled(int enabled);
    [LibraryImport(Library)] internal static partial void ph_autocast_enter();
    [LibraryImport(Library)] internal static partial void ph_autocast_leave();

    [LibraryImport(Library)] internal static partial int ph_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial int ph_generator_default(int deviceType, int deviceIndex, IntPtr* result);
    [LibraryImport(Library)] internal static partial int ph_generator_new(int deviceType, int deviceIndex, ulong seed, IntPtr* result);
    [LibraryImport(Library)] internal static partial void ph_generator_free(IntPtr handle);
    [LibraryImport(Library)] internal static partial int ph_generator_set_seed(IntPtr handle, ulong seed);
    [LibraryImport(Library)] internal static partial int ph_generator_seed(IntPtr handle, ulong* seed);
    [LibraryImport(Library)] internal static partial int ph_generator_initial_seed(IntPtr handle, ulong* seed);
    [LibraryImport(Library)] internal static partial int ph_generator_get_state(IntPtr handle, IntPtr* result);
    [LibraryImport(Library)] internal static partial int ph_generator_set_state(IntPtr handle, IntPtr state);

    [LibraryImport(Library)] internal static partial int ph_get_num_threads();
    [LibraryImport(Library)] internal static partial int ph_set_num_threads(int count);
    [LibraryImport(Library)] internal static partial int ph_get_num_interop_threads();
    [LibraryImport(Library)] internal static partial int ph_set_num_interop_threads(int count);
    [LibraryImport(Library)] internal static partial IntPtr ph_config();
    [LibraryImport(Library)] internal static partial int ph_has_mkl();
    [LibraryImport(Library)] internal static partial IntPtr ph_openblas_config();
    [LibraryImport(Library)] internal static partial IntPtr ph_blas_library();
    [LibraryImport(Library)] internal static partial int ph_blas_get_threads();
    [LibraryImport(Library)] internal static partial int ph_blas_set_threads(int count);
    [LibraryImport(Library)] internal static partial IntPtr ph_libtorch_path();

    [LibraryImport(Library)] internal static partial int ph_cuda_is_available();
    [LibraryImport(Library)] internal static partial int ph_cuda_compiled();
    [LibraryImport(Library)] internal static partial int ph_cudnn_is_available();
    [LibraryImport(Library)] internal static partial int ph_cuda_device_count();
    [LibraryImport(Library)] internal static partial int ph_cuda_synchronize(int index);
    [LibraryImport(Library)] internal static partial int ph_cuda_current_device(int* index);
    [LibraryImport(Library)] internal static partial int ph_cuda_manual_seed(long seed, int all);
    [LibraryImport(Library)] internal static partial int ph_initialize_device(int type, int index);
    [LibraryImport(Library)] internal static partial int ph_cuda_memory(int index, long* free, long* total);
    [LibraryImport(Library)] internal static partial int ph_cuda_name(int index, byte* text, int capacity, int* capability);
    [LibraryImport(Library)] internal static partial int ph_set_deterministic(int enabled, int warnOnly);
    [LibraryImport(Library)] internal static partial int ph_get_deterministic();
    [LibraryImport(Library)] internal static partial int ph_set_cudnn_benchmark(int enabled);
    [LibraryImport(Library)] internal static partial int ph_set_tf32(int enabled);
}
