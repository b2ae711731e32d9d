using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x · Φ(x).</summary>
public sealed class GELU : nn.Module<Tensor, Tensor>
{
    /// <summary>How Φ is computed.</summary>
    public enum Approximate
    {
        /// <summary>Exactly, by the error function.</summary>
        none,

        /// <summary>By a tanh.</summary>
        tanh,
    }

    private readonly Approximate _approximate;
    private readonly bool _inplace;

    internal GELU(Approximate approximate, bool inplace)
        : base(nameof(GELU))
    {
        _approximate = approximate;
        _inplace = inplace;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.gelu(input, _approximate, _inplace);
}
