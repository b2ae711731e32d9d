using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Extras;

/// <summary>
/// Automatic mixed precision on this thread until disposed: matrix products and convolutions compute in the lower type, sensitive
/// operators in Float32.
/// Scopes nest; a scope with <c>enabled: false</c> suspends the outer one. Dispose on the thread that opened it, innermost first.
/// </summary>
public sealed unsafe class Autocast : IDisposable
{
    private readonly int _device;
    private readonly int _enabledBefore;
    private readonly int _dtypeBefore;
    private readonly int _cacheBefore;
    private bool _disposed;

    /// <param name="deviceType">Whose operators are affected: CPU or CUDA.</param>
    /// <param name="dtype">The lower type: BFloat16 on the CPU; Float16 or BFloat16 on CUDA. Null: the device's own default.</param>
    /// <param name="enabled">False computes in the tensors' own types.</param>
    /// <param name="cacheEnabled">Whether weights that are cast are kept until the outermost scope ends.</param>
    /// <exception cref="ArgumentException">Another type, or Float16 on the CPU of a libtorch before 2.3.</exception>
    public Autocast(DeviceType deviceType, ScalarType? dtype = null, bool enabled = true, bool cacheEnabled = true)
    {
        if (dtype is not (null or ScalarType.BFloat16 or ScalarType.Float16))
        {
            throw new ArgumentException($"Autocast computes in Float16 or BFloat16, not {dtype}.", nameof(dtype));
        }

        if (deviceType == DeviceType.CPU && dtype == ScalarType.Float16 && !HasHalfOnCpu)
        {
            throw new ArgumentException($"This libtorch ({Native.Version}) autocasts to BFloat16 only on the CPU.", nameof(dtype));
        }

        _device = (int)deviceType;
        int before, type;
        NativeError.Check(Native.ph_autocast_get(_device, &before, &type), "autocast");
        (_enabledBefore, _dtypeBefore, _cacheBefore) = (before, type, Native.ph_autocast_cache_enabled());
        NativeError.Check(Native.ph_autocast_set(_device, enabled ? 1 : 0, (int?)dtype ?? type), "autocast");
        Native.ph_autocast_set_cache_enabled(cacheEnabled ? 1 : 0);
        Native.ph_autocast_enter();
    }

    private static bool HasHalfOnCpu
    {
        get
        {
            var parts = Native.Version.Split('.');
            return int.Parse(parts[0]) > 2 || (int.Parse(parts[0]) == 2 && int.Parse(parts[1]) >= 3);
        }
    }

    /// <summary>Whether operators of the device compute in the lower type now, on this thread.</summary>
    public static bool IsEnabled(DeviceType deviceType)
    {
        int enabled, dtype;
        NativeError.Check(Native.ph_autocast_get((int)deviceType, &enabled, &dtype), "autocast");
        return enabled != 0;
    }

    /// <summary>Restores what was before and, with the outermost scope, drops the cast weights.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Native.ph_autocast_leave();
        NativeError.Check(Native.ph_autocast_set(_device, _enabledBefore, _dtypeBefore), "autocast");
        Native.ph_autocast_set_cache_enabled(_cacheBefore);
    }
}
