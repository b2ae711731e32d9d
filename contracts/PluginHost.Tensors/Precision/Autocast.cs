using System.Runtime.InteropServices;
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
    private readonly byte _enabledBefore;
    private readonly sbyte _dtypeBefore;
    private readonly byte _cacheBefore;
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
        {
            throw new ArgumentException($"Autocast computes in Float16 or BFloat16, not {dtype}.", nameof(dtype));
        }

        _device = Code(deviceType);
        var torch = s_functions.Value.OrThrow();
        (_enabledBefore, _dtypeBefore, _cacheBefore) = (torch.IsEnabled(_device), torch.GetType(_device), torch.IsCacheEnabled());
        torch.SetEnabled(_device, enabled ? (byte)1 : (byte)0);
        torch.SetType(_device, (sbyte?)dtype ?? _dtypeBefore);
        torch.SetCacheEnabled(cacheEnabled ? (byte)1 : (byte)0);
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

    /// <summary>Whether operators of the device compute in the lower type now, on this thread.</summary>
    /// <param name="deviceType">CPU or CUDA.</param>
    public static bool IsEnabled(DeviceType deviceType) =>
        s_functions.Value.Missing.Length == 0 && s_functions.Value.IsEnabled(Code(deviceType)) != 0;

    /// <summary>Restores what was before and, with the outermost scope, drops the cast weights.</summary>
    /// <exception cref="InvalidOperationException">An inner scope is open still, or another thread opened this one.</exception>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        if (!ReferenceEquals(s_innermost, this))
        {
            throw new InvalidOperationException(
                "An autocast scope ends on the thread that opened it, the innermost first. Use one 'using' block per scope, without await.");
        }

        _disposed = true;
        s_innermost = _outer;
        var torch = s_functions.Value;
        if (torch.Leave() == 0)
        {
            torch.ClearCache();
        }

        torch.SetEnabled(_device, _enabledBefore);
        torch.SetType(_device, _dtypeBefore);
        torch.SetCacheEnabled(_cacheBefore);
    }

    // libtorch throws a C++ exception, which ends the process, at a device that has no autocast.
    private static sbyte Code(DeviceType deviceType) => deviceType is DeviceType.CPU or DeviceType.CUDA
        ? (sbyte)deviceType
        : throw new ArgumentException($"Autocast works on CPU and CUDA, not on {deviceType}.", nameof(deviceType));

    /// <summary>Functions of namespace at::autocast, by the names that the Itanium C++ ABI gives them (libtorch 2.4 and later).</summary>
    private sealed class Functions
    {
        private const string Prefix = "_ZN2at8autocast";
        private nint _library;

        internal string Missing { get; private set; } = "";

        internal delegate* unmanaged[Cdecl]<sbyte, byte> IsEnabled { get; private set; }

        internal delegate* unmanaged[Cdecl]<sbyte, byte, void> SetEnabled { get; private set; }

        internal new delegate* unmanaged[Cdecl]<sbyte, sbyte> GetType { get; private set; }

        internal delegate* unmanaged[Cdecl]<sbyte, sbyte, void> SetType { get; private set; }

        internal delegate* unmanaged[Cdecl]<byte> IsCacheEnabled { get; private set; }

        internal delegate* unmanaged[Cdecl]<byte, void> SetCacheEnabled { get; private set; }

        internal delegate* unmanaged[Cdecl]<int> Enter { get; private set; }

        internal delegate* unmanaged[Cdecl]<int> Leave { get; private set; }

        internal delegate* unmanaged[Cdecl]<void> ClearCache { get; private set; }

        internal static Functions Find()
        {
            TryInitializeDeviceType(DeviceType.CPU);
            var found = new Functions();
            var file = OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";

            // The loader gives the library of this name that the process has already, wherever it lies.
            if (OperatingSystem.IsWindows() || !NativeLibrary.TryLoad(file, out found._library))
            {
                found.Missing = $"Mixed precision needs functions of {file}, which is not loaded.";
                return found;
            }

            found.IsEnabled = (delegate* unmanaged[Cdecl]<sbyte, byte>)found.Symbol("19is_autocast_enabledEN3c1010DeviceTypeE");
            found.SetEnabled = (delegate* unmanaged[Cdecl]<sbyte, byte, void>)found.Symbol("20set_autocast_enabledEN3c1010DeviceTypeEb");
            found.GetType = (delegate* unmanaged[Cdecl]<sbyte, sbyte>)found.Symbol("18get_autocast_dtypeEN3c1010DeviceTypeE");
            found.SetType = (delegate* unmanaged[Cdecl]<sbyte, sbyte, void>)found.Symbol(
                "18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE");
            found.IsCacheEnabled = (delegate* unmanaged[Cdecl]<byte>)found.Symbol("25is_autocast_cache_enabledEv");
            found.SetCacheEnabled = (delegate* unmanaged[Cdecl]<byte, void>)found.Symbol("26set_autocast_cache_enabledEb");
            found.Enter = (delegate* unmanaged[Cdecl]<int>)found.Symbol("17increment_nestingEv");
            found.Leave = (delegate* unmanaged[Cdecl]<int>)found.Symbol("17decrement_nestingEv");
            found.ClearCache = (delegate* unmanaged[Cdecl]<void>)found.Symbol("11clear_cacheEv");
            return found;
        }

        internal Functions OrThrow() => Missing.Length == 0 ? this : throw new NotSupportedException(Missing);

        private nint Symbol(string name)
        {
            if (!NativeLibrary.TryGetExport(_library, Prefix + name, out var address))
            {
                Missing = $"Mixed precision needs the function {Prefix}{name}, which this libtorch_cpu lacks. Use libtorch 2.4 or later.";
            }

            return address;
        }
    }
}
