using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Elementwise arithmetic over lists of tensors, one tensor at a time. Names ending in "InPlace" write their first list.</summary>
internal class LoopKernels
{
    private static readonly Op s_add = new("aten::add", "Tensor"), s_addIn = new("aten::add_", "Tensor");
    private static readonly Op s_addScalar = new("aten::add", "Scalar"), s_addScalarIn = new("aten::add_", "Scalar");
    private static readonly Op s_mulScalarIn = new("aten::mul_", "Scalar"), s_mulIn = new("aten::mul_", "Tensor");
    private static readonly Op s_divScalarIn = new("aten::div_", "Scalar"), s_divIn = new("aten::div_", "Tensor");
    private static readonly Op s_addcmulIn = new("aten::addcmul_"), s_addcdivIn = new("aten::addcdiv_");
    private static readonly Op s_sqrt = new("aten::sqrt"), s_neg = new("aten::neg"), s_abs = new("aten::abs");
    private static readonly Op s_maximum = new("aten::maximum", "out"), s_zeroIn = new("aten::zero_");

    internal static LoopKernels Instance { get; } = new();

    /// <summary>a + alpha · b.</summary>
    internal virtual Tensor[] Add(Tensor[] a, Tensor[] b, double alpha) => [.. a.Select((x, i) => s_add.Call(x, b[i], alpha))];

    /// <summary>a + value.</summary>
    internal virtual Tensor[] Add(Tensor[] a, double value) => [.. a.Select(x => s_addScalar.Call(x, value, 1.0))];

    internal virtual Tensor[] Negate(Tensor[] a) => [.. a.Select(x => s_neg.Call(x))];

    internal virtual Tensor[] Abs(Tensor[] a) => [.. a.Select(x => s_abs.Call(x))];

    internal virtual Tensor[] Sqrt(Tensor[] a) => [.. a.Select(x => s_sqrt.Call(x))];

    /// <summary>a ← a + alpha · b.</summary>
    internal virtual void AddInPlace(Tensor[] a, Tensor[] b, double alpha) => ForEach(a, (x, i) => s_addIn.Run(x, b[i], alpha));

    internal virtual void AddInPlace(Tensor[] a, double value) => ForEach(a, (x, _) => s_addScalarIn.Run(x, value, 1.0));

    internal virtual void MultiplyInPlace(Tensor[] a, double value) => ForEach(a, (x, _) => s_mulScalarIn.Run(x, value));

    internal virtual void MultiplyInPlace(Tensor[] a, Tensor[] b) => ForEach(a, (x, i) => s_mulIn.Run(x, b[i]));

    internal virtual void DivideInPlace(Tensor[] a, double value) => ForEach(a, (x, _) => s_divScalarIn.Run(x, value));

    internal virtual void DivideInPlace(Tensor[] a, Tensor[] b) => ForEach(a, (x, i) => s_divIn.Run(x, b[i]));

    /// <summary>a ← a + value · b · c.</summary>
    internal virtual void AddProductInPlace(Tensor[] a, Tensor[] b, Tensor[] c, double value)
        => ForEach(a, (x, i) => s_addcmulIn.Run(x, b[i], c[i], value));

    /// <summary>a ← a + value · b / c.</summary>
    internal virtual void AddQuotientInPlace(Tensor[] a, Tensor[] b, Tensor[] c, double value)
        => ForEach(a, (x, i) => s_addcdivIn.Run(x, b[i], c[i], value));

    /// <summary>a ← max(a, b).</summary>
    internal virtual void MaximumInPlace(Tensor[] a, Tensor[] b) => ForEach(a, (x, i) => s_maximum.Run(x, b[i], x));

    internal virtual void ZeroInPlace(Tensor[] a) => ForEach(a, (x, _) => s_zeroIn.Run(x));

    private static void ForEach(Tensor[] tensors, Action<Tensor, int> action)
    {
        for (var i = 0; i < tensors.Length; i++)
        {
            action(tensors[i], i);
        }
    }
}
