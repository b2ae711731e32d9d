using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x · weightᵀ + bias.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        weight = Fresh([outputSize, inputSize], device, dtype);
        bias = hasBias ? Fresh([outputSize], device, dtype) : null;
        nn.init.ResetAffine(weight, bias);
    }

    internal Linear(Parameter weight, Parameter? bias)
        : base(nameof(Linear))
    {
        this.weight = weight;
        this.bias = bias;
    }

    /// <summary>(out, in).</summary>
    public Parameter weight
    {
        get => OwnParameter(nameof(weight))!;
        set => SetParameter(nameof(weight), value);
    }

    /// <summary>(out), or null.</summary>
    public Parameter? bias
    {
        get => OwnParameter(nameof(bias));
        set => SetParameter(nameof(bias), value);
    }

    /// <summary>Features of the input.</summary>
    public long in_features => weight.shape[1];

    /// <summary>Features of the result.</summary>
    public long out_features => weight.shape[0];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias);
}
