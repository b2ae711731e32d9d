using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Convolution of (N, C, H, W).</summary>
public sealed class Conv2d : Convolution
{
    internal Conv2d(ConvolutionShape shape, Device? device, ScalarType? dtype)
        : base(nameof(Conv2d), shape.Checked(), [shape.OutChannels, shape.InChannels / shape.Groups, .. shape.Kernel], device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (Shape.Mode != PaddingModes.Zeros)
        {
            using var padded = nn.functional.pad(input, Shape.PaddingBothSides, Shape.Mode);
            return nn.functional.conv2d(padded, weight, bias, Shape.Stride, [0, 0], Shape.Dilation, Shape.Groups);
        }

        return Shape.Rule is { } rule
            ? nn.functional.ConvSame(input, weight, bias, rule, Shape.Stride, Shape.Dilation, Shape.Groups)
            : nn.functional.conv2d(input, weight, bias, Shape.Stride, Shape.Padding, Shape.Dilation, Shape.Groups);
    }
}
