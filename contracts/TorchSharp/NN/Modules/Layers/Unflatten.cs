using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Splits one dimension into several.</summary>
public sealed class Unflatten : nn.Module<Tensor, Tensor>
{
    private readonly long _dim;
    private readonly long[] _sizes;

    internal Unflatten(long dim, long[] sizes)
        : base(nameof(Unflatten))
    {
        _dim = dim;
        _sizes = sizes;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.unflatten(_dim, _sizes);
}
