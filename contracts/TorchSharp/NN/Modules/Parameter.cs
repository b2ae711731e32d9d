using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module owns and an optimizer changes; always a leaf of the autograd graph.</summary>
public class Parameter : Tensor
{
    /// <summary>
    /// Takes over the values of a tensor, without copying them; <paramref name="data"/> itself is disposed. The parameter belongs to the
    /// dispose scope in force until a module registers it.
    /// </summary>
    public Parameter(Tensor data, bool requires_grad = true)
        : base(Leaf(data, requires_grad))
    {
        DisposeScopeManager.Current.Innermost?.Attach(this);
    }

    private static Tensor Leaf(Tensor data, bool requires_grad)
    {
        var leaf = data.detach();
        leaf.requires_grad = requires_grad;
        data.Dispose();
        return leaf;
    }
}
