using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using PluginHost.Tensors.Runtime;
using PluginHost.Tensors.Runtime.Elf;
using TorchSharp;

namespace PluginHost.Tensors;

/// <summary>What stands behind TorchSharp on this machine. Its members load libtorch at their first use.</summary>
public static unsafe partial class Libtorch
{
    private static readonly Lazy<string> _configuration = new(ReadConfiguration);

    /// <summary>Loads libtorch and says whether that worked.</summary>
    /// <param name="reason">Why it did not; else empty.</param>
    public static bool TryLoad(out string reason)
    {
        if (!NativeResolver.TryLoad(out reason)) return false;
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            return true;
        }
        catch (Exception failure) when (failure is NotSupportedException or DllNotFoundException or TypeInitializationException)
        {
            reason = (failure.InnerException ?? failure).Message;
            return false;
        }
    }

    /// <summary>libtorch's version, such as <c>2.10.0</c>.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded; the message says why.</exception>
    public static string Version => Setting("TORCH_VERSION") ?? NativeResolver.Libtorch?.Version() ?? "of unknown version";

    /// <summary>The folder that libtorch was loaded from.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded; the message says why.</exception>
    public static string Directory
    {
        get
        {
            Load();
            return Path.GetDirectoryName(LoaderSearch.Loaded(LibtorchFolder.Core)) ?? NativeResolver.Libtorch?.Path ?? "";
        }
    }

    /// <summary>What libtorch says of its own build: compiler, BLAS, vector instructions, settings (<c>at::show_config</c>).</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded; the message says why.</exception>
    public static string Configuration => _configuration.Value;

    /// <summary>The library that matrix products end in, such as <c>MKL 2024.2</c> or <c>OpenBLAS</c>.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded; the message says why.</exception>
    public static string BlasName =>
        MklVersion().Match(Configuration) is { Success: true } mkl && Setting("BLAS_INFO") is null or "mkl"
            ? $"MKL {mkl.Groups["version"].Value}"
            : Setting("BLAS_INFO") switch { "open" => "OpenBLAS", { } other => other, null => "unknown BLAS" };

    /// <summary>Whether this libtorch was built for CUDA, be there a device or not.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded; the message says why.</exception>
    public static bool IsCudaBuild => File.Exists(Path.Combine(Directory, "libtorch_cuda.so"));

    /// <summary>The CUDA devices in words, or why there is none.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded; the message says why.</exception>
    public static string CudaDescription
    {
        get
        {
            var devices = CudaDriver.Devices(out var absence);
            return !IsCudaBuild ? $"libtorch is built for the CPU only{(devices.Count > 0 ? $"; the machine has {devices[0]}" : "")}"
                : devices.Count == 0 ? $"libtorch is built for CUDA, but {absence}"
                : !torch.cuda.is_available() ? $"libtorch is built for CUDA, but does not see {devices[0]}"
                : string.Join("; ", devices.Select((device, index) => $"cuda:{index} {device}"));
        }
    }

    /// <summary>Free and total bytes of a CUDA device's memory.</summary>
    /// <param name="index">The device.</param>
    /// <exception cref="InvalidOperationException">There is no CUDA runtime, or no such device.</exception>
    public static (long Free, long Total) CudaMemory(int index = 0) => CudaDriver.Memory(index);

    private static void Load()
    {
        if (!TryLoad(out var reason)) throw new InvalidOperationException($"libtorch cannot be loaded: {reason}");
    }

    private static string? Setting(string name)
    {
        var match = Regex.Match(Configuration, $@"\b{name}=([^,\s]+)", RegexOptions.None, TimeSpan.FromSeconds(1));
        return match.Success ? match.Groups[1].Value : null;
    }

    // The function returns a std::string by a hidden first argument; its layout (GCC 5 and later) is pointer, length, and a buffer for
    // short texts. The text is read once per process and its memory stays.
    private static string ReadConfiguration()
    {
        Load();
        var function = (delegate* unmanaged<nint*, nint*>)NativeResolver.Export("_ZN2at11show_configB5cxx11Ev");
        if (function is null) return "";
        var text = stackalloc nint[4];
        function(text);
        return Encoding.UTF8.GetString((byte*)text[0], checked((int)text[1]));
    }

    [GeneratedRegex("""Math Kernel Library.*?(?<version>\d{4}(\.\d+)?)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MklVersion();
}
