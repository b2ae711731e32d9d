namespace PluginHost.Separators;

/// <summary>
/// A 3x3 convolution of a picture doubled by nearest neighbour, without the doubled picture. The four pixels of each doubled one are equal, so the
/// kernel's weights for them can be added up beforehand: what is left is a transposed convolution of stride 2 with a 4x4 kernel, 16 products a
/// pixel in place of 36, and a quarter of the memory. The numbers are those of the two operations one after the other, up to rounding.
/// </summary>
internal static class DoubledConvolution
{
    // Below, preparing the kernel costs more than it saves. On a GPU the two operations have not been compared.
    private const long LeastPixels = 256;

    /// <summary>Whether it is quicker than doubling and convolving: so it is on a CPU, for pictures that are not tiny.</summary>
    /// <param name="x">Input, (N, channels, H, W).</param>
    public static bool Pays(Tensor x) => x.device_type == DeviceType.CPU && x.shape[2] * x.shape[3] >= LeastPixels;

    /// <summary>Doubles and convolves.</summary>
    /// <param name="x">Input, (N, inputs, H, W).</param>
    /// <param name="weight">The kernel, (outputs, inputs, 3, 3); it pads by 1.</param>
    /// <param name="bias">The bias, (outputs); <see langword="null"/> for none.</param>
    /// <returns>(N, outputs, 2H, 2W).</returns>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias)
    {
        // A doubled row 2i or 2i + 1 reaches output row y by the weight 2i + 1 - y or 2i + 2 - y: along each axis two neighbours of the mirrored kernel.
        var kernel = weight.flip(2, 3).transpose(0, 1);
        kernel = nn.functional.pad(kernel, [0, 1, 0, 0]) + nn.functional.pad(kernel, [1, 0, 0, 0]);
        kernel = nn.functional.pad(kernel, [0, 0, 0, 1]) + nn.functional.pad(kernel, [0, 0, 1, 0]);
        return nn.functional.conv_transpose2d(x, kernel, bias, strides: [2, 2], padding: [1, 1]);
    }
}
