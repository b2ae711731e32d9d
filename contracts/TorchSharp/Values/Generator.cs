using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers on a device, apart from the default one.</summary>
    public sealed unsafe class Generator : IDisposable
    {
        private IntPtr _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            IntPtr handle;
            NativeError.Check(Native.ph_generator_new((int)this.device.type, this.device.index, seed, &handle), "Generator");
            _handle = handle;
        }

        private Generator(IntPtr handle, Device device) => (_handle, this.device) = (handle, device);

        ~Generator() => Release();

        public Device device { get; }

        internal IntPtr Handle => _handle != IntPtr.Zero ? _handle : throw new ObjectDisposedException(nameof(Generator));

        /// <summary>The generator that operators on this device use when none is given.</summary>
        public static Generator Default => ForDevice(CPU);

        internal static Generator ForDevice(Device device)
        {
            IntPtr handle;
            NativeError.Check(Native.ph_generator_default((int)device.type, device.index, &handle), "Generator");
            return new Generator(handle, device);
        }

        public Generator manual_seed(long seed)
        {
            NativeError.Check(Native.ph_generator_set_seed(Handle, (ulong)seed), "Generator.manual_seed");
            GC.KeepAlive(this);
            return this;
        }

        /// <summary>Sets a seed drawn from the system and returns it.</summary>
        public long seed()
        {
            ulong value;
            NativeError.Check(Native.ph_generator_seed(Handle, &value), "Generator.seed");
            GC.KeepAlive(this);
            return (long)value;
        }

        public long initial_seed()
        {
            ulong value;
            NativeError.Check(Native.ph_generator_initial_seed(Handle, &value), "Generator.initial_seed");
            GC.KeepAlive(this);
            return (long)value;
        }

        /// <summary>The whole state, as bytes.</summary>
        public Tensor get_state()
        {
            IntPtr state;
            NativeError.Check(Native.ph_generator_get_state(Handle, &state), "Generator.get_state");
            GC.KeepAlive(this);
            return Tensor.Take(state);
        }

        public void set_state(Tensor value)
        {
            NativeError.Check(Native.ph_generator_set_state(Handle, value.Handle), "Generator.set_state");
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle != IntPtr.Zero)
            {
                Native.ph_generator_free(handle);
            }
        }
    }
}
