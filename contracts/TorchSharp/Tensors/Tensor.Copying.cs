using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_clone = new("aten::clone");
        private static readonly Op s_contiguous = new("aten::contiguous");
        private static readonly Op s_copyInPlace = new("aten::copy_");
        private static readonly Op s_fillInPlace = new("aten::fill_", "Scalar");
        private static readonly Op s_fillTensorInPlace = new("aten::fill_", "Tensor");
        private static readonly Op s_zeroInPlace = new("aten::zero_");
        private static readonly Op s_squeeze = new("aten::squeeze");
        private static readonly Op s_squeezeDim = new("aten::squeeze", "dim");
        private static readonly Op s_squeezeInPlace = new("aten::squeeze_");
        private static readonly Op s_squeezeDimInPlace = new("aten::squeeze_", "dim");
        private static readonly Op s_numpyT = new("aten::numpy_T");
        private static readonly Op s_real = new("aten::real");
        private static readonly Op s_imag = new("aten::imag");
        private static readonly Op s_viewAsReal = new("aten::view_as_real");
        private static readonly Op s_viewAsComplex = new("aten::view_as_complex");
        private static readonly Op s_resizeInPlace = new("aten::resize_");
        private static readonly Op s_pinMemory = new("aten::pin_memory");

        /// <summary>All dimensions in reverse order.</summary>
        public Tensor T => s_numpyT.Call(this);

        /// <summary>The last two dimensions exchanged.</summary>
        public Tensor mT => transpose(-2, -1);

        /// <summary>The conjugate of <see cref="mT"/>.</summary>
        public Tensor mH => adjoint();

        public Tensor H => adjoint();

        /// <summary>The real parts, sharing memory; of a real tensor, itself.</summary>
        public Tensor real => s_real.Call(this);

        public Tensor imag => s_imag.Call(this);

        public Tensor clone() => s_clone.Call(this);

        public Tensor contiguous() => s_contiguous.Call(this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace(s_copyInPlace, source, nonBlocking);

        public Tensor fill_(Scalar value) => InPlace(s_fillInPlace, value);

        public Tensor fill_(Tensor value) => InPlace(s_fillTensorInPlace, value);

        public Tensor zero_() => InPlace(s_zeroInPlace);

        public Tensor zeros_() => InPlace(s_zeroInPlace);

        public Tensor ones_() => fill_(1);

        public Tensor squeeze(long? dim = null) => dim is { } d ? s_squeezeDim.Call(this, d) : s_squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } d ? InPlace(s_squeezeDimInPlace, d) : InPlace(s_squeezeInPlace);

        public Tensor view_as_real() => s_viewAsReal.Call(this);

        public Tensor view_as_complex() => s_viewAsComplex.Call(this);

        public Tensor resize_(params long[] shape) => InPlace(s_resizeInPlace, shape);

        /// <summary>A copy in page-locked memory, from which copies to a CUDA device can run beside computation.</summary>
        public Tensor pin_memory() => s_pinMemory.Call(this);

        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            zeros(size, dtype ?? this.dtype, device ?? this.device, requires_grad);

        public Tensor new_ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            ones(size, dtype ?? this.dtype, device ?? this.device, requires_grad);

        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            empty(size, dtype ?? this.dtype, device ?? this.device, requires_grad);

        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            full(size, value, dtype ?? this.dtype, device ?? this.device, requires_grad);

        internal static (Tensor First, Tensor Second) Pair(Tensor[] results) => (results[0], results[1]);

        internal static (Tensor First, Tensor Second, Tensor Third) Triple(Tensor[] results) => (results[0], results[1], results[2]);
    }

    public static Tensor clone(Tensor input) => input.clone();

    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    public static Tensor real(Tensor input) => input.real;

    public static Tensor imag(Tensor input) => input.imag;

    public static Tensor view_as_real(Tensor input) => input.view_as_real();

    public static Tensor view_as_complex(Tensor input) => input.view_as_complex();
}
