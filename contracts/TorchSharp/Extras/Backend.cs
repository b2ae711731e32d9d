using System.Text;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Extras;

/// <summary>What stands behind the tensor layer on this machine.</summary>
public static unsafe class Backend
{
    /// <summary>Loads the native library and says whether that worked; <see cref="LoadTrace"/> then says why not.</summary>
    public static bool TryLoad()
    {
        try
        {
            return Native.Version.Length > 0;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return false;
        }
    }

    /// <summary>libtorch's version, such as 1.13.0.</summary>
    /// <exception cref="DllNotFoundException">The native library is missing; the message says what to do.</exception>
    public static string LibtorchVersion => Native.Version;

    /// <summary>Where libtorch was loaded from.</summary>
    public static string LibtorchPath => Native.Text(Native.ph_libtorch_path());

    /// <summary>Where the native shim was loaded from, or null before the first use.</summary>
    public static string? ShimPath => NativeLibraryLocator.LoadedFrom;

    /// <summary>One line per place where the shim was looked for.</summary>
    public static IReadOnlyList<string> LoadTrace => NativeLibraryLocator.Trace;

    /// <summary>What libtorch says of its own build.</summary>
    public static string Configuration => Native.Text(Native.ph_config());

    /// <summary>The BLAS that matrix products end in: "OpenBLAS ...", "MKL", or "reference BLAS (path)", which is over ten times
    /// slower.</summary>
    public static string BlasName
    {
        get
        {
            var text = Native.Text(Native.ph_openblas_config());
            return text.Length > 0 ? text
                : Native.ph_has_mkl() != 0 ? "MKL"
                : $"reference BLAS ({Native.Text(Native.ph_blas_library())})";
        }
    }

    /// <summary>Whether matrix products run at full speed, that is, not in the reference BLAS.</summary>
    public static bool HasFastBlas => Native.Text(Native.ph_openblas_config()).Length > 0 || Native.ph_has_mkl() != 0;

    /// <summary>
    /// OpenBLAS's own threads, 0 where it is not in use. Two thread pools side by side cost 2.6 times on a small model: leave it at 1
    /// unless large
    /// matrix products rule the work.
    /// </summary>
    public static int BlasThreads
    {
        get => Native.ph_blas_get_threads();
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Native.ph_blas_set_threads(value);
        }
    }

    /// <summary>Whether this libtorch was built for CUDA, be there a device or not.</summary>
    public static bool IsCudaBuild => Native.ph_cuda_compiled() != 0;

    /// <summary>The CUDA devices in words, or why there is none.</summary>
    public static string CudaDescription
    {
        get
        {
            var count = Native.ph_cuda_device_count();
            return count > 0 ? string.Join("; ", Enumerable.Range(0, count).Select(Describe))
                : IsCudaBuild ? "libtorch is built for CUDA, but no device is available"
                : "libtorch is built for the CPU only";
        }
    }

    /// <summary>Free and total bytes of a CUDA device's memory.</summary>
    public static (long Free, long Total) CudaMemory(int index = 0)
    {
        long free, total;
        NativeError.Check(Native.ph_cuda_memory(index, &free, &total), "cuda memory");
        return (free, total);
    }

    /// <summary>Lets Float32 products and convolutions on CUDA use the faster TF32 form (19 bits).</summary>
    public static void AllowTf32(bool allowed) => NativeError.Check(Native.ph_set_tf32(allowed ? 1 : 0), "tf32");

    private static string Describe(int index)
    {
        var text = stackalloc byte[256];
        int capability;
        if (Native.ph_cuda_name(index, text, 256, &capability) != 0)
        {
            return $"cuda:{index}";
        }

        var name = Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        var (_, total) = CudaMemory(index);
        return $"cuda:{index} {name}, compute capability {capability / 10}.{capability % 10}, {total / (1 << 20)} MiB";
    }
}
