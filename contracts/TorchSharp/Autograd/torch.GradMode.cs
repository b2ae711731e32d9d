using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Records no graph on this thread until disposed.</summary>
    public static IDisposable no_grad() => new GradModeScope(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradModeScope(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradModeScope(mode);

    /// <summary>Like no_grad, and tensors made inside can never take part in a graph. Dispose on the thread that opened it, innermost
    /// first.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceModeScope(mode);

    public static bool is_grad_enabled() => Native.ph_grad_mode() != 0;

    public static bool is_inference_mode_enabled() => Native.ph_inference_mode() != 0;

    private sealed class GradModeScope : IDisposable
    {
        private readonly bool _before = is_grad_enabled();

        internal GradModeScope(bool enabled) => Native.ph_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => Native.ph_set_grad_mode(_before ? 1 : 0);
    }

    private sealed class InferenceModeScope : IDisposable
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private IntPtr _guard;

        internal InferenceModeScope(bool enabled) => _guard = Native.ph_inference_guard(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard == IntPtr.Zero)
            {
                return;
            }

            if (_thread != Environment.CurrentManagedThreadId)
            {
                throw new InvalidOperationException("Inference mode must be left on the thread that entered it.");
            }

            Native.ph_inference_guard_free(_guard);
            _guard = IntPtr.Zero;
        }
    }
}
