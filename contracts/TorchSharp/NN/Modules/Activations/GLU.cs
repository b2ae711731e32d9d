using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One half of the channels times the sigmoid of the other.</summary>
public sealed class GLU : nn.Module<Tensor, Tensor>
{
    private readonly long _dim;

    internal GLU(long dim)
        : base(nameof(GLU))
    {
        _dim = dim;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.glu(input, _dim);
}
