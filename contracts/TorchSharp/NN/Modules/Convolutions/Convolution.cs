using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What all convolutions share: weight, bias, and sizes per spatial dimension.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private protected Convolution(string name, ConvolutionShape shape, long[] weightSizes, Device? device, ScalarType? dtype)
        : base(name)
    {
        Shape = shape;
        weight = Fresh(weightSizes, device, dtype);
        bias = shape.Bias ? Fresh([shape.OutChannels], device, dtype) : null;
        nn.init.ResetAffine(weight, bias);
    }

    /// <summary>The kernel.</summary>
    public Parameter weight
    {
        get => OwnParameter(nameof(weight))!;
        set => SetParameter(nameof(weight), value);
    }

    /// <summary>One value per output channel, or null.</summary>
    public Parameter? bias
    {
        get => OwnParameter(nameof(bias));
        set => SetParameter(nameof(bias), value);
    }

    /// <summary>Channels of the input.</summary>
    public long in_channels => Shape.InChannels;

    /// <summary>Channels of the result.</summary>
    public long out_channels => Shape.OutChannels;

    /// <summary>Size of the kernel per spatial dimension.</summary>
    public long[] kernel_size => [.. Shape.Kernel];

    /// <summary>Step per spatial dimension.</summary>
    public long[] stride => [.. Shape.Stride];

    private protected ConvolutionShape Shape { get; }
}
