using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_zeros = new("aten::zeros");
    private static readonly Op s_ones = new("aten::ones");
    private static readonly Op s_empty = new("aten::empty", "memory_format");
    private static readonly Op s_full = new("aten::full");

    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Options.Finish(s_zeros.Call(size, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Options.Finish(s_ones.Call(size, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Options.Finish(s_empty.Call(size, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);

    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Options.Finish(s_full.Call(size, value, Options.Real(dtype), Arg.None, Options.At(device)), requires_grad);
}
