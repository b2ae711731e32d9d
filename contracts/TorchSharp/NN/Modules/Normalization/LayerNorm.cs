using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises over the last dimensions.</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private readonly long[] _shape;
    private readonly double _eps;

    internal LayerNorm(long[] normalizedShape, double eps, bool affine, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        _shape = normalizedShape;
        _eps = eps;
        if (!affine)
        {
            return;
        }

        weight = Fresh(normalizedShape, device, dtype);
        nn.init.ones_(weight);
        if (hasBias)
        {
            bias = Fresh(normalizedShape, device, dtype);
            nn.init.zeros_(bias);
        }
    }

    /// <summary>Scale, or null.</summary>
    public Parameter? weight
    {
        get => OwnParameter(nameof(weight));
        set => SetParameter(nameof(weight), value);
    }

    /// <summary>Shift, or null.</summary>
    public Parameter? bias
    {
        get => OwnParameter(nameof(bias));
        set => SetParameter(nameof(bias), value);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.layer_norm(input, _shape, weight, bias, _eps);
}
