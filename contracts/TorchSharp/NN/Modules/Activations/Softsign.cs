using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x / (1 + |x|).</summary>
public sealed class Softsign : nn.Module<Tensor, Tensor>
{
    internal Softsign()
        : base(nameof(Softsign))
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.softsign(input);
}
