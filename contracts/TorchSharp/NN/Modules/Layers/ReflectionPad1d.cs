using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Mirrors the last dimension at its ends.</summary>
public sealed class ReflectionPad1d : nn.Module<Tensor, Tensor>
{
    private readonly long[] _padding;

    internal ReflectionPad1d(long[] padding)
        : base(nameof(ReflectionPad1d))
    {
        _padding = padding;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.pad(input, _padding, PaddingModes.Reflect);
}
