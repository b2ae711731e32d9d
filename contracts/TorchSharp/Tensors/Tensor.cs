using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A tensor of libtorch. Freed by <see cref="Dispose()"/>, by the dispose scope that owns it, or when it becomes unreachable.
    /// Operators are named and behave as in PyTorch; an operator's failure is an <see
    /// cref="System.Runtime.InteropServices.ExternalException"/>.
    /// </summary>
    public partial class Tensor : IDisposable, IScoped
    {
        private IntPtr _handle;

        internal Tensor(IntPtr handle, bool register)
        {
            _handle = handle;
            if (register)
            {
                DisposeScopeManager.Register(this);
            }
        }

        /// <summary>Takes the native tensor over: <paramref name="source"/> is empty afterwards. The new object belongs to no
        /// scope.</summary>
        private protected Tensor(Tensor source)
        {
            _handle = source.Handle;
            source._handle = IntPtr.Zero;
            source.LeaveScope();
            GC.SuppressFinalize(source);
        }

        ~Tensor()
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle != IntPtr.Zero)
            {
                Native.ph_tensor_free(handle);
            }
        }

        /// <summary>The native tensor; owned by this object.</summary>
        /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
        public IntPtr Handle => _handle != IntPtr.Zero ? _handle
            : throw new ObjectDisposedException(nameof(Tensor), "The tensor was disposed.");

        /// <summary>True once the tensor was disposed, by hand or by its scope.</summary>
        public bool IsInvalid => _handle == IntPtr.Zero;

        DisposeScope? IScoped.OwningScope { get; set; }

        /// <summary>The dispose scope that will free the tensor, if any.</summary>
        internal DisposeScope? OwningDisposeScope => ((IScoped)this).OwningScope;

        public long[] shape
        {
            get
            {
                Span<long> sizes = stackalloc long[16];
                return ReadSizes(sizes, default).ToArray();
            }
        }

        public long ndim => Info().Dimensions;

        public long Dimensions => Info().Dimensions;

        public ScalarType dtype => (ScalarType)Info().ScalarType;

        public Device device
        {
            get
            {
                var info = Info();
                return info.DeviceType == (int)DeviceType.CPU ? CPU : new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        public DeviceType device_type => (DeviceType)Info().DeviceType;

        public int device_index => Info().DeviceIndex;

        public long NumberOfElements => Info().Elements;

        public long ElementSize => torch.ElementSize(dtype);

        public long itemsize => ElementSize;

        public long nbytes => numel() * ElementSize;

        public bool is_sparse => Info().Layout != 0;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_leaf => Info().IsLeaf != 0;

        public bool requires_grad
        {
            get => Info().RequiresGrad != 0;
            set
            {
                NativeError.Check(Native.ph_tensor_set_requires_grad(Handle, value ? 1 : 0), "requires_grad");
                GC.KeepAlive(this);
            }
        }

        public long dim() => Info().Dimensions;

        public long numel() => Info().Elements;

        public long nelement() => Info().Elements;

        public long element_size() => ElementSize;

        public bool is_contiguous() => Info().IsContiguous != 0;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_inference()
        {
            var result = Native.ph_tensor_is_inference(Handle) != 0;
            GC.KeepAlive(this);
            return result;
        }

        public long[] size() => shape;

        /// <summary>The length of one dimension; negative counts from the last.</summary>
        public long size(int dim)
        {
            Span<long> sizes = stackalloc long[16];
            var read = ReadSizes(sizes, default);
            return read[dim < 0 ? dim + read.Length : dim];
        }

        public long[] stride()
        {
            Span<long> sizes = stackalloc long[16];
            Span<long> strides = stackalloc long[16];
            return strides[..ReadSizes(sizes, strides).Length].ToArray();
        }

        public long stride(int dim)
        {
            var strides = stride();
            return strides[dim < 0 ? dim + strides.Length : dim];
        }

        internal static Tensor Take(IntPtr handle) => new(handle, register: true);

        internal static Tensor? TakeOrNull(IntPtr handle) => handle == IntPtr.Zero ? null : new(handle, register: true);

        /// <summary>Another managed object on the same native tensor.</summary>
        internal Tensor Share()
        {
            var shared = Native.ph_tensor_share(Handle);
            GC.KeepAlive(this);
            return Take(shared);
        }

        /// <summary>Makes this tensor hold another's memory, type and device, keeping its place in modules and optimizers.</summary>
        internal void SetData(Tensor source)
        {
            NativeError.Check(Native.ph_tensor_set_data(Handle, source.Handle), "set_data");
            GC.KeepAlive(this);
            GC.KeepAlive(source);
        }

        internal unsafe NativeTensorInfo Info()
        {
            NativeTensorInfo info;
            NativeError.Check(Native.ph_tensor_info(Handle, &info), "tensor");
            GC.KeepAlive(this);
            return info;
        }

        private unsafe Span<long> ReadSizes(Span<long> sizes, Span<long> strides)
        {
            int count;
            fixed (long* s = sizes, t = strides)
            {
                NativeError.Check(Native.ph_tensor_sizes(Handle, s, t, sizes.Length, &count), "shape");
            }

            GC.KeepAlive(this);
            return count <= sizes.Length ? sizes[..count] : ReadSizes(new long[count], strides.IsEmpty ? default : new long[count]);
        }
    }
}
