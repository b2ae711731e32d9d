using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Convolution of (N, C, L).</summary>
public sealed class Conv1d : Convolution
{
    internal Conv1d(ConvolutionShape shape, Device? device, ScalarType? dtype)
        : base(nameof(Conv1d), shape.Checked(), [shape.OutChannels, shape.InChannels / shape.Groups, .. shape.Kernel], device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (Shape.Mode != PaddingModes.Zeros)
        {
            using var padded = nn.functional.pad(input, Shape.PaddingBothSides, Shape.Mode);
            return nn.functional.conv1d(padded, weight, bias, Shape.Stride[0], 0, Shape.Dilation[0], Shape.Groups);
        }

        return Shape.Rule is { } rule
            ? nn.functional.ConvSame(input, weight, bias, rule, Shape.Stride, Shape.Dilation, Shape.Groups)
            : nn.functional.conv1d(input, weight, bias, Shape.Stride[0], Shape.Padding[0], Shape.Dilation[0], Shape.Groups);
    }
}
