using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Its input, unchanged.</summary>
public sealed class Identity : nn.Module<Tensor, Tensor>
{
    internal Identity()
        : base(nameof(Identity))
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.alias();
}
