using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x for x ≥ 0, a learnt multiple below.</summary>
public sealed class PReLU : nn.Module<Tensor, Tensor>
{
    internal PReLU(long count, double initial, Device? device, ScalarType? dtype)
        : base(nameof(PReLU))
    {
        weight = Fresh([count], device, dtype);
        nn.init.constant_(weight, initial);
    }

    /// <summary>One slope, or one per channel.</summary>
    public Parameter weight
    {
        get => OwnParameter(nameof(weight))!;
        set => SetParameter(nameof(weight), value);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.prelu(input, weight);
}
