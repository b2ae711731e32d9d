namespace PluginHost.Networks;

/// <summary>
/// Small convolutional networks without class layer: blocks of a 3x3 convolution, batch norm, ReLU and a 2x2 maximum. Four blocks of 64
/// channels are Conv-4 of few-shot learning (Vinyals et al., "Matching networks for one shot learning", NeurIPS 2016, section 4.1). Stages
/// are <c>block1</c> and so on, <c>flatten</c>. After every batch norm is a scale-shift site.
/// </summary>
/// <remarks>The convolutions have no bias: the batch norm behind each would take it away again.</remarks>
public static class ConvNets
{
    /// <summary>Makes a network. Each block halves height and width, rounded down; the features are the last block's values of all pixels.</summary>
    /// <param name="input">(channels, height, width); both sides at least 2 to the number of blocks.</param>
    /// <param name="widths">Channels of each block.</param>
    /// <param name="seed">Decides the weights (He et al. 2015: normal, fan out).</param>
    /// <returns>A network for pictures of this size, with widths[^1] x height x width features of the last block.</returns>
    /// <exception cref="JobException">A width is not positive, or the pictures are too small.</exception>
    public static Backbone Create(IReadOnlyList<long> input, IReadOnlyList<int> widths, long seed)
    {
        NetworkFault.CheckPositive(widths.Count, "number of blocks", "convnet");
        foreach (var width in widths) NetworkFault.CheckPositive(width, "widths", "convnet");
        if (widths.Count > MostBlocks(input))
        {
            throw NetworkFault.Of(NetworkFault.Options, "widths",
                $"{widths.Count} blocks halve pictures of {input[1]} x {input[2]} pixels to nothing.",
                $"Give at most {MostBlocks(input)} blocks, or larger pictures.");
        }

        var plans = widths.Select((outputs, block) => new StagePlan($"block{block + 1}", () =>
            new ConvBlock(block == 0 ? (int)input[0] : widths[block - 1], outputs)));
        var pixels = (input[1] >> widths.Count) * (input[2] >> widths.Count);
        return new Backbone([.. plans, new("flatten", () => nn.Flatten())], (int)(widths[^1] * pixels), [.. input], seed);
    }

    /// <summary>How many blocks leave a pixel of pictures.</summary>
    /// <param name="input">(channels, height, width).</param>
    /// <returns>The number; 0 where a side has a single pixel.</returns>
    public static int MostBlocks(IReadOnlyList<long> input) => (int)long.Log2(Math.Min(input[1], input[2]));
}

/// <summary>maxpool2x2(relu(norm(conv3x3(x)))).</summary>
internal sealed class ConvBlock : nn.Module<Tensor, Tensor>
{
    private readonly NormedConvolution _conv;

    public ConvBlock(int inputs, int outputs)
        : base("block") => _conv = new NormedConvolution(inputs, outputs, 3, 1).Into(this, "");

    public override Tensor forward(Tensor x) => nn.functional.max_pool2d(nn.functional.relu(_conv.call(x)), 2);

    protected override void RegisterComponents()
    {
    }
}
