using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>x1ᵀ W x2 + b for each output feature.</summary>
public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
{
    internal Bilinear(long in1, long in2, long outFeatures, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Bilinear))
    {
        weight = Fresh([outFeatures, in1, in2], device, dtype);
        bias = hasBias ? Fresh([outFeatures], device, dtype) : null;
        var bound = 1.0 / Math.Sqrt(in1);
        nn.init.uniform_(weight, -bound, bound);
        if (bias is not null)
        {
            nn.init.uniform_(bias, -bound, bound);
        }
    }

    /// <summary>(out, in1, in2).</summary>
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

    /// <inheritdoc/>
    public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.bilinear(input1, input2, weight, bias);
}
