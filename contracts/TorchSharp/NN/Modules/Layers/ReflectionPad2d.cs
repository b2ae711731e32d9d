using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Mirrors height and width at their ends.</summary>
public sealed class ReflectionPad2d : nn.Module<Tensor, Tensor>
{
    private readonly long[] _padding;

    internal ReflectionPad2d(long[] padding)
        : base(nameof(ReflectionPad2d))
    {
        _padding = padding;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.pad(input, _padding, PaddingModes.Reflect);
}
