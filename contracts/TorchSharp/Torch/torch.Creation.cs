using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_zeros = new("aten::zeros");
    private static readonly Op s_ones = new("aten::ones");
    private static readonly Op s_empty = new("aten::empty", "memory_format");
    private static readonly Op s_full = new("aten::full");
    private static readonly Op s_zerosLike = new("aten::zeros_like");
    private static readonly Op s_onesLike = new("aten::ones_like");
    private static readonly Op s_emptyLike = new("aten::empty_like");
    private static readonly Op s_fullLike = new("aten::full_like");
    private static readonly Op s_emptyStrided = new("aten::empty_strided");
    private static readonly Op s_eye = new("aten::eye", "m");
    private static readonly Op s_arange = new("aten::arange", "start_step");
    private static readonly Op s_linspace = new("aten::linspace");
    private static readonly Op s_logspace = new("aten::logspace");
    private static readonly Op s_complex = new("aten::complex");
    private static readonly Op s_polar = new("aten::polar");

    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Options.Finish(s_zeros.Call(size, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Options.Finish(s_ones.Call(size, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Options.Finish(s_empty.Call(size, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    /// <summary>Every element the value. Without a type: Int64 for an integer, Bool for a truth value, else the default type.</summary>
    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Options.Finish(s_full.Call(size, value, dtype ?? TypeOfFill(value), Arg.None, Options.At(device)), requires_grad);

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false,
        string[]? names = null) =>
        Options.Finish(s_emptyStrided.Call(size, strides, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Options.Finish(s_zerosLike.Call(input, dtype, Arg.None, device), requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Options.Finish(s_onesLike.Call(input, dtype, Arg.None, device), requires_grad);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Options.Finish(s_emptyLike.Call(input, dtype, Arg.None, device), requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) => Options.Finish(s_fullLike.Call(input, value, dtype, Arg.None, device), requires_grad);

    /// <summary>Ones on the diagonal; square unless columns are given.</summary>
    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Options.Finish(s_eye.Call(rows, columns < 0 ? rows : columns, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>Numbers from start up to, without, stop. Int64 when all three are integers, else the default type.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false)
    {
        var integral = is_integral(start.Type) && is_integral(stop.Type) && is_integral(step.Type);
        var type = dtype ?? (integral ? ScalarType.Int64 : get_default_dtype());
        return Options.Finish(s_arange.Call(start, stop, step, type, Arg.None, Options.At(device)), requires_grad);
    }

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Options.Finish(s_linspace.Call(start, end, steps, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Options.Finish(s_logspace.Call(start, end, steps, @base, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor complex(Tensor real, Tensor imag) => s_complex.Call(real, imag);

    public static Tensor polar(Tensor abs, Tensor angle) => s_polar.Call(abs, angle);

    private static ScalarType TypeOfFill(Scalar value) =>
        value.Type == ScalarType.Bool ? ScalarType.Bool
        : is_integral(value.Type) ? ScalarType.Int64
        : is_complex(value.Type) ? ScalarType.ComplexFloat32
        : get_default_dtype();
}
