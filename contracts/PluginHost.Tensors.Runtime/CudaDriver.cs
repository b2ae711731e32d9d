using System.Runtime.InteropServices;
using System.Text;
using PluginHost.Tensors.Runtime.Elf;

namespace PluginHost.Tensors.Runtime;

/// <summary>Asks NVIDIA's driver and runtime library directly for what TorchSharp does not tell (CUDA driver and runtime API).</summary>
internal static unsafe class CudaDriver
{
    private const int CapabilityMajor = 75, CapabilityMinor = 76, NameLength = 256;

    /// <summary>The devices that this process may use: name, compute capability, memory.</summary>
    /// <param name="absence">Why there is none; else empty.</param>
    internal static IReadOnlyList<string> Devices(out string absence)
    {
        absence = "";
        if (!NativeLibrary.TryLoad("libcuda.so.1", out var driver))
        {
            absence = "this machine has no NVIDIA driver (libcuda.so.1)";
            return [];
        }
        var count = 0;
        var status = ((delegate* unmanaged<uint, int>)NativeLibrary.GetExport(driver, "cuInit"))(0);
        if (status == 0)
            status = ((delegate* unmanaged<int*, int>)NativeLibrary.GetExport(driver, "cuDeviceGetCount"))(&count);
        if (status != 0 || count == 0)
        {
            absence = status == 100 || status == 0 ? "no device is visible" : $"the NVIDIA driver answers with error {status}";
            return [];
        }
        return [.. Enumerable.Range(0, count).Select(index => Describe(driver, index))];
    }

    /// <summary>Free and total bytes of a device's memory.</summary>
    /// <exception cref="InvalidOperationException">There is no CUDA runtime in this process, or no such device.</exception>
    internal static (long Free, long Total) Memory(int index)
    {
        if (LoaderSearch.Loaded("libcudart") is not { } path || !NativeLibrary.TryLoad(path, out var runtime))
            throw new InvalidOperationException("no CUDA runtime (libcudart) is loaded in this process");
        int before;
        nuint free = 0, total = 0;
        var getDevice = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(runtime, "cudaGetDevice");
        var setDevice = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(runtime, "cudaSetDevice");
        var memory = (delegate* unmanaged<nuint*, nuint*, int>)NativeLibrary.GetExport(runtime, "cudaMemGetInfo");
        var status = getDevice(&before);
        if (status == 0 && (status = setDevice(index)) == 0)
        {
            status = memory(&free, &total);
            setDevice(before);
        }
        return status == 0
            ? ((long)free, (long)total)
            : throw new InvalidOperationException($"the memory of cuda:{index} cannot be read: CUDA answers with error {status}");
    }

    private static string Describe(nint driver, int index)
    {
        int device, major, minor;
        nuint bytes;
        var name = stackalloc byte[NameLength];
        var getName = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGetName");
        var attribute = (delegate* unmanaged<int*, int, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGetAttribute");
        return ((delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(driver, "cuDeviceGet"))(&device, index) == 0
            && getName(name, NameLength, device) == 0
            && attribute(&major, CapabilityMajor, device) == 0
            && attribute(&minor, CapabilityMinor, device) == 0
            && ((delegate* unmanaged<nuint*, int, int>)NativeLibrary.GetExport(driver, "cuDeviceTotalMem_v2"))(&bytes, device) == 0
                ? $"{Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name))},"
                    + $" compute capability {major}.{minor}, {(long)bytes >> 20} MiB"
                : "an NVIDIA device";
    }
}
