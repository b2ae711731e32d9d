namespace PluginHost.Plugins.SoundOfPixels;

/// <summary>
/// Sound-of-Pixels (docs/separation.md, "Sound-of-Pixels") on frozen object features: a U-Net hears the mixture once, and each row's object
/// vector weighs its features into the row's mask.
/// </summary>
[Component("sound-of-pixels")]
internal sealed class SoundOfPixelsSeparator(SoundOfPixelsOptions options) : NetworkSeparator<SoundOfPixelsModule>(options)
{
    private readonly SoundOfPixelsOptions _options = options;

    /// <inheritdoc/>
    /// <remarks>The mean over all cells of sound features times mask, and the object vector before its sigmoid.</remarks>
    public override IReadOnlyList<string> EmbeddingKeys { get; } = [OutputKeys.AudioEmbedding, OutputKeys.ObjectEmbedding];

    /// <inheritdoc/>
    /// <remarks><c>sound</c>: the U-Net; <c>object</c>: the map of object features; <c>synthesizer</c>: scales and bias.</remarks>
    public override IReadOnlyList<ParameterGroup> ParameterGroups =>
    [
        new("sound", [.. Network.Sound.parameters()]),
        new("object", [.. Network.Object.parameters()]),
        new("synthesizer", [.. Network.Synthesizer.parameters()]),
    ];

    /// <inheritdoc/>
    protected override SoundOfPixelsModule CreateNetwork(ModelSpec spec)
    {
        var sizes = new InputSizes(spec, "SP");
        sizes.Sound(_options.Downs);
        var objects = sizes.Vector(SeparationKeys.Object, 1, "(size)");
        sizes.Require();
        return new(_options, objects);
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is added: the network knows objects, not classes.</remarks>
    protected override void AddRows(int count)
    {
    }

    /// <inheritdoc/>
    protected override NetworkSeparator<SoundOfPixelsModule> CreateEmpty() => new SoundOfPixelsSeparator(_options);

    /// <inheritdoc/>
    /// <remarks>The class asked for plays no part: a row's object alone says what to listen for.</remarks>
    protected override void Compute(
        Batch batch, ForwardRequest request, RowLayout layout, Dictionary<string, Tensor>? maps, Dictionary<string, Tensor> tensors)
    {
        var (features, _) = Network.Sound.Run(layout.SelectItems(batch[BatchKeys.Input]), maps);
        var objects = Network.Object.call(layout.SelectRows(batch[SeparationKeys.Object]));
        var masks = Network.Synthesizer.Run(features, objects.sigmoid(), layout).to_type(ScalarType.Float32).sigmoid();
        tensors[SeparationKeys.Masks] = masks;
        if (!request.Embeddings) return;
        tensors[OutputKeys.AudioEmbedding] = Describe(masks, features, layout);
        tensors[OutputKeys.ObjectEmbedding] = objects;
    }

    // Mean over all cells of mask times features, without copying features to rows.
    private static Tensor Describe(Tensor masks, Tensor features, RowLayout layout)
    {
        var cells = masks.shape[2] * masks.shape[3];
        var weights = layout.Gather(masks.flatten(2).to_type(features.dtype));
        var sums = bmm(weights, layout.PerQuery(features.flatten(2)).transpose(1, 2));
        return layout.Scatter(sums).squeeze(1) / cells;
    }
}
