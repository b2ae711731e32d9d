using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The same by libtorch's kernels over lists, tensor by tensor where this libtorch lacks one.</summary>
internal sealed class ForeachKernels : LoopKernels
{
    private static readonly Op s_add = new("aten::_foreach_add", "List"), s_addIn = new("aten::_foreach_add_", "List");
    private static readonly Op s_addScalar = new("aten::_foreach_add", "Scalar"), s_addScalarIn = new("aten::_foreach_add_", "Scalar");
    private static readonly Op s_mulScalarIn = new("aten::_foreach_mul_", "Scalar"), s_mulIn = new("aten::_foreach_mul_", "List");
    private static readonly Op s_divScalarIn = new("aten::_foreach_div_", "Scalar"), s_divIn = new("aten::_foreach_div_", "List");
    private static readonly Op s_addcmulIn = new("aten::_foreach_addcmul_", "Scalar");
    private static readonly Op s_addcdivIn = new("aten::_foreach_addcdiv_", "Scalar");
    private static readonly Op s_sqrt = new("aten::_foreach_sqrt"), s_neg = new("aten::_foreach_neg"), s_abs = new("aten::_foreach_abs");
    private static readonly Op s_maximumIn = new("aten::_foreach_maximum_", "List"), s_zeroIn = new("aten::_foreach_zero_");

    internal static new ForeachKernels Instance { get; } = new();

    internal override Tensor[] Add(Tensor[] a, Tensor[] b, double alpha)
        => s_add.Exists ? s_add.CallMany(a, b, alpha) : base.Add(a, b, alpha);

    internal override Tensor[] Add(Tensor[] a, double value) => s_addScalar.Exists ? s_addScalar.CallMany(a, value) : base.Add(a, value);

    internal override Tensor[] Negate(Tensor[] a) => s_neg.Exists ? s_neg.CallMany(a) : base.Negate(a);

    internal override Tensor[] Abs(Tensor[] a) => s_abs.Exists ? s_abs.CallMany(a) : base.Abs(a);

    internal override Tensor[] Sqrt(Tensor[] a) => s_sqrt.Exists ? s_sqrt.CallMany(a) : base.Sqrt(a);

    internal override void AddInPlace(Tensor[] a, Tensor[] b, double alpha)
    {
        if (!TryRun(s_addIn, a, b, alpha))
        {
            base.AddInPlace(a, b, alpha);
        }
    }

    internal override void AddInPlace(Tensor[] a, double value)
    {
        if (!TryRun(s_addScalarIn, a, value))
        {
            base.AddInPlace(a, value);
        }
    }

    internal override void MultiplyInPlace(Tensor[] a, double value)
    {
        if (!TryRun(s_mulScalarIn, a, value))
        {
            base.MultiplyInPlace(a, value);
        }
    }

    internal override void MultiplyInPlace(Tensor[] a, Tensor[] b)
    {
        if (!TryRun(s_mulIn, a, b))
        {
            base.MultiplyInPlace(a, b);
        }
    }

    internal override void DivideInPlace(Tensor[] a, double value)
    {
        if (!TryRun(s_divScalarIn, a, value))
        {
            base.DivideInPlace(a, value);
        }
    }

    internal override void DivideInPlace(Tensor[] a, Tensor[] b)
    {
        if (!TryRun(s_divIn, a, b))
        {
            base.DivideInPlace(a, b);
        }
    }

    internal override void AddProductInPlace(Tensor[] a, Tensor[] b, Tensor[] c, double value)
    {
        if (!TryRun(s_addcmulIn, a, b, c, value))
        {
            base.AddProductInPlace(a, b, c, value);
        }
    }

    internal override void AddQuotientInPlace(Tensor[] a, Tensor[] b, Tensor[] c, double value)
    {
        if (!TryRun(s_addcdivIn, a, b, c, value))
        {
            base.AddQuotientInPlace(a, b, c, value);
        }
    }

    internal override void MaximumInPlace(Tensor[] a, Tensor[] b)
    {
        if (!TryRun(s_maximumIn, a, b))
        {
            base.MaximumInPlace(a, b);
        }
    }

    internal override void ZeroInPlace(Tensor[] a)
    {
        if (!TryRun(s_zeroIn, a))
        {
            base.ZeroInPlace(a);
        }
    }

    private static bool TryRun(Op op, params ReadOnlySpan<Arg> args)
    {
        if (!op.Exists)
        {
            return false;
        }

        op.Run(args);
        return true;
    }
}
