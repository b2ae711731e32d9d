using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Transposed convolution of (N, C, L).</summary>
public sealed class ConvTranspose1d : Convolution
{
    internal ConvTranspose1d(ConvolutionShape shape, Device? device, ScalarType? dtype)
        : base(
            nameof(ConvTranspose1d), shape.Checked(), [shape.InChannels, shape.OutChannels / shape.Groups, .. shape.Kernel], device, dtype)
    {
        if (shape.Mode != PaddingModes.Zeros)
        {
            throw new ArgumentException("A transposed convolution pads with zeros only.", nameof(shape));
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.conv_transpose1d(
        input, weight, bias, Shape.Stride[0], Shape.Padding[0], Shape.OutputPadding[0], Shape.Dilation[0], Shape.Groups);
}
