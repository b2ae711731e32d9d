namespace PluginHost.Separators;

/// <summary>
/// Doubles height and width by nearest neighbour: y[i, j] = x[i / 2, j / 2]; the gradient of a place is the sum of its four copies'. The
/// numbers of <c>interpolate</c>, whose operator takes about twice as long on a CPU.
/// </summary>
internal sealed class NearestTwice : autograd.SingleTensorFunction<NearestTwice>
{
    /// <inheritdoc/>
    public override string Name => nameof(NearestTwice);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        var shape = x.shape;
        var (rows, channels, height, width) = (shape[0], shape[1], shape[2], shape[3]);
        return x.unsqueeze(3).unsqueeze(5).expand(rows, channels, height, 2, width, 2).reshape(rows, channels, 2 * height, 2 * width);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        [nn.functional.avg_pool2d(grad_output, 2, divisor_override: 1)];
}
