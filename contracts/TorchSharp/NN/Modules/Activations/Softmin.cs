using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Softmax of -x along a dimension.</summary>
public sealed class Softmin : nn.Module<Tensor, Tensor>
{
    private readonly long _dim;

    internal Softmin(long dim)
        : base(nameof(Softmin))
    {
        _dim = dim;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.softmin(input, _dim);
}
