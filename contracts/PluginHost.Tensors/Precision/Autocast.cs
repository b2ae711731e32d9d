using System.Runtime.InteropServices;
using PluginHost.Tensors.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>
/// Automatic mixed precision on this thread until disposed: matrix products and convolutions compute in the lower type, sensitive
/// operators in Float32. Scopes nest; a scope with <c>enabled: false</c> suspends the outer one. TorchSharp has no such thing, so the
/// functions behind torch.autocast are called in libtorch itself.
/// </summary>
public sealed unsafe class Autocast : IDisposable
{
    private static readonly Lazy<Functions> s_functions = new(Functions.Find);

    [ThreadStatic]
    private static Autocast? s_innermost;

    private readonly Autocast? _outer;
    private readonly sbyte _device;
    private readonly (bool Enabled, sbyte Type, bool Cache) _before;
    private bool _disposed;

    /// <summary>Opens a scope.</summary>
    /// <param name="deviceType">Whose operators are affected: CPU or CUDA.</param>
    /// <param name="dtype">The lower type: Float16 or BFloat16. Null: the device's own default.</param>
    /// <param name="enabled">False computes in the tensors' own types.</param>
    /// <param name="cacheEnabled">Whether weights that are cast are kept until the outermost scope ends.</param>
    /// <exception cref="ArgumentException">Another device or type.</exception>
    /// <exception cref="NotSupportedException">This libtorch lacks the functions; see <see cref="IsAvailable"/>.</exception>
    public Autocast(DeviceType deviceType, ScalarType? dtype = null, bool enabled = true, bool cacheEnabled = true)
    {
        if (dtype is not (null or ScalarType.BFloat16 or ScalarType.Float16))
            throw new ArgumentException($"Autocast computes in Float16 or BFloat16, not {dtype}.", nameof(dtype));

        _device = Code(deviceType);
        var torch = s_functions.Value.OrThrow();
        _before = (torch.IsEnabled(_device), torch.LowerType(_device), torch.IsCacheEnabled());
        Set(torch, (enabled, (sbyte?)dtype ?? _before.Type, cacheEnabled));
        torch.Enter();
        (_outer, s_innermost) = (s_innermost, this);
    }

    /// <summary>Whether this libtorch has the functions.</summary>
    /// <param name="reason">What is missing, or an empty text.</param>
    public static bool IsAvailable(out string reason)
    {
        reason = s_functions.Value.Missing;
        return reason.Length == 0;
    }

    /// <summary>What a library lacks of the functions, in words; empty where it has all.</summary>
    /// <param name="file">The library's name.</param>
    /// <param name="export">A function's address by its mangled name; 0 where it is absent.</param>
    internal static string Missing(string file, Func<string, nint> export) => new Functions().Take(file, export);

    /// <summary>Whether operators of the device compute in the lower type now, on this thread.</summary>
    /// <param name="deviceType">CPU or CUDA.</param>
    public static bool IsEnabled(DeviceType deviceType) =>
        s_functions.Value.Missing.Length == 0 && s_functions.Value.IsEnabled(Code(deviceType));

    /// <summary>Restores what was before and, with the outermost scope, drops the cast weights.</summary>
    /// <exception cref="InvalidOperationException">An inner scope is open still, or another thread opened this one.</exception>
    public void Dispose()
    {
        if (_disposed) return;
        if (!ReferenceEquals(s_innermost, this))
        {
            throw new InvalidOperationException(
                "An autocast scope ends on the thread that opened it, the innermost first. Use one 'using' block per scope, without await.");
        }

        _disposed = true;
        s_innermost = _outer;
        var torch = s_functions.Value;
        if (torch.Leave() == 0) torch.ClearCache();
        Set(torch, _before);
    }

    private void Set(Functions torch, (bool Enabled, sbyte Type, bool Cache) state)
    {
        torch.SetEnabled(_device, state.Enabled);
        torch.SetLowerType(_device, state.Type);
        torch.SetCacheEnabled(state.Cache);
    }

    // libtorch throws a C++ exception, which ends the process, at a device that has no autocast.
    private static sbyte Code(DeviceType deviceType) => deviceType is DeviceType.CPU or DeviceType.CUDA
        ? (sbyte)deviceType
        : throw new ArgumentException($"Autocast works on CPU and CUDA, not on {deviceType}.", nameof(deviceType));

    /// <summary>Functions of namespace at::autocast, by the names that the Itanium C++ ABI gives them (libtorch 2.4 and later).</summary>
    private sealed class Functions
    {
        private static readonly string[] s_names =
        [
            "19is_autocast_enabledEN3c1010DeviceTypeE", "20set_autocast_enabledEN3c1010DeviceTypeEb",
            "18get_autocast_dtypeEN3c1010DeviceTypeE", "18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE",
            "25is_autocast_cache_enabledEv", "26set_autocast_cache_enabledEb", "17increment_nestingEv", "17decrement_nestingEv",
            "11clear_cacheEv",
        ];

        private readonly nint[] _addresses = new nint[s_names.Length];

        internal string Missing { get; private set; } = "";

        internal bool IsEnabled(sbyte device) => ((delegate* unmanaged[Cdecl]<sbyte, byte>)_addresses[0])(device) != 0;

        internal void SetEnabled(sbyte device, bool on) =>
            ((delegate* unmanaged[Cdecl]<sbyte, byte, void>)_addresses[1])(device, on ? (byte)1 : (byte)0);

        internal sbyte LowerType(sbyte device) => ((delegate* unmanaged[Cdecl]<sbyte, sbyte>)_addresses[2])(device);

        internal void SetLowerType(sbyte device, sbyte type) =>
            ((delegate* unmanaged[Cdecl]<sbyte, sbyte, void>)_addresses[3])(device, type);

        internal bool IsCacheEnabled() => ((delegate* unmanaged[Cdecl]<byte>)_addresses[4])() != 0;

        internal void SetCacheEnabled(bool on) => ((delegate* unmanaged[Cdecl]<byte, void>)_addresses[5])(on ? (byte)1 : (byte)0);

        internal void Enter() => ((delegate* unmanaged[Cdecl]<int>)_addresses[6])();

        internal int Leave() => ((delegate* unmanaged[Cdecl]<int>)_addresses[7])();

        internal void ClearCache() => ((delegate* unmanaged[Cdecl]<void>)_addresses[8])();

        /// <summary>Takes the functions' addresses; says which is missing first, or nothing.</summary>
        internal string Take(string file, Func<string, nint> export)
        {
            for (var i = 0; i < s_names.Length; i++)
            {
                var name = "_ZN2at8autocast" + s_names[i];
                _addresses[i] = export(name);
                if (_addresses[i] == 0)
                    return $"Mixed precision needs {LibtorchFit.Readable(name)}, which this {file} lacks. Use libtorch 2.4 or later.";
            }

            return "";
        }

        internal static Functions Find()
        {
            TryInitializeDeviceType(DeviceType.CPU);
            var found = new Functions();
            var file = OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";

            // The loader gives the library of this name that the process has already, wherever it lies.
            if (OperatingSystem.IsWindows() || !NativeLibrary.TryLoad(file, out var library))
            {
                found.Missing = $"Mixed precision needs functions of {file}, which is not loaded.";
                return found;
            }

            found.Missing = found.Take(file, name => NativeLibrary.TryGetExport(library, name, out var address) ? address : 0);
            return found;
        }

        internal Functions OrThrow() => Missing.Length == 0 ? this : throw new NotSupportedException(Missing);
    }
}
