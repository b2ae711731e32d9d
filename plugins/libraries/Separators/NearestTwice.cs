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
        var wide = stack([x, x], 4).view(rows, channels, height, 2 * width);
        return stack([wide, wide], 3).view(rows, channels, 2 * height, 2 * width);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        // Whole rows first: they lie side by side, so two of them are added in vectors.
        var shape = grad_output.shape;
        var (rows, channels, height, width) = (shape[0], shape[1], shape[2] / 2, shape[3] / 2);
        var pairs = grad_output.contiguous().view(rows, channels, height, 2, 2 * width);
        var lines = (pairs.select(3, 0) + pairs.select(3, 1)).view(rows, channels, height, width, 2);
        return [lines.select(4, 0) + lines.select(4, 1)];
    }
}
