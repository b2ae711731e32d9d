using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static bool cuda_is_available() => Native.ph_cuda_is_available() != 0;

    /// <summary>Makes a device ready, so that a missing or broken one is found now.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The device is not there.</exception>
    public static void InitializeDeviceType(DeviceType deviceType) => InitializeDevice(new Device(deviceType));

    public static bool TryInitializeDeviceType(DeviceType deviceType) => Native.ph_initialize_device((int)deviceType, -1) == 0;

    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        NativeError.Check(Native.ph_initialize_device((int)device.type, device.index), $"device {device}");
        return device;
    }

    /// <summary>CUDA devices.</summary>
    public static class cuda
    {
        public static bool is_available() => cuda_is_available();

        public static bool is_cudnn_available() => Native.ph_cudnn_is_available() != 0;

        public static int device_count() => Native.ph_cuda_device_count();

        public static void manual_seed(long seed) => NativeError.Check(Native.ph_cuda_manual_seed(seed, 0), "cuda.manual_seed");

        public static void manual_seed_all(long seed) => NativeError.Check(Native.ph_cuda_manual_seed(seed, 1), "cuda.manual_seed_all");

        /// <summary>Waits until the device has finished everything that was asked of it.</summary>
        public static void synchronize(Device? device = null) =>
            NativeError.Check(Native.ph_cuda_synchronize(device?.index ?? -1), "cuda.synchronize");
    }

    /// <summary>Switches of libtorch's back ends.</summary>
    public static class backends
    {
        public static class cudnn
        {
            private static bool s_benchmark;

            /// <summary>Lets cuDNN try its algorithms and keep the fastest for each shape.</summary>
            public static bool benchmark
            {
                get => s_benchmark;
                set
                {
                    NativeError.Check(Native.ph_set_cudnn_benchmark(value ? 1 : 0), "cudnn.benchmark");
                    s_benchmark = value;
                }
            }
        }
    }

    /// <summary>Makes operators refuse (or warn of) ways of computing whose result can differ between runs.</summary>
    public static void use_deterministic_algorithms(bool mode = true, bool warn_only = false) =>
        NativeError.Check(Native.ph_set_deterministic(mode ? 1 : 0, warn_only ? 1 : 0), "use_deterministic_algorithms");

    public static bool are_deterministic_algorithms_enabled() => Native.ph_get_deterministic() != 0;
}
