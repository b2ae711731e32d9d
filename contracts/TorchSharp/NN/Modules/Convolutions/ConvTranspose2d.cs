using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Transposed convolution of (N, C, H, W).</summary>
public sealed class ConvTranspose2d : Convolution
{
    internal ConvTranspose2d(ConvolutionShape shape, Device? device, ScalarType? dtype)
        : base(
            nameof(ConvTranspose2d), shape.Checked(), [shape.InChannels, shape.OutChannels / shape.Groups, .. shape.Kernel], device, dtype)
    {
        if (shape.Mode != PaddingModes.Zeros)
        {
            throw new ArgumentException("A transposed convolution pads with zeros only.", nameof(shape));
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.conv_transpose2d(
        input, weight, bias, Shape.Stride, Shape.Padding, Shape.OutputPadding, Shape.Dilation, Shape.Groups);
}
