namespace PluginHost.Plugins.SoundOfPixels;

/// <summary>
/// Sound-of-Pixels (design appendix C) on frozen object features: a U-Net hears the mixture once, and each row's object vector weighs its features
/// into the row's mask.
/// </summary>
public sealed class SoundOfPixelsSeparator : ISeparator, ICrossModalEmbeddings, IFeatureMaps
{
    private readonly SoundOfPixelsOptions _options;
    private readonly SoundMaps _maps;
    private SoundOfPixelsModule? _module;
    private ModelSpec? _spec;

    /// <summary>Creates the model without parameters.</summary>
    /// <param name="options">Sizes.</param>
    public SoundOfPixelsSeparator(SoundOfPixelsOptions options)
    {
        _options = options;
        _maps = new(options.SoundChannels.Count);
    }

    /// <inheritdoc/>
    public nn.Module Module => Network;

    /// <inheritdoc/>
    /// <remarks>Only counted: no parameter belongs to a class.</remarks>
    public int Classes { get; private set; }

    /// <inheritdoc/>
    /// <remarks>The mean over all cells of sound features times mask, and the object vector before its sigmoid.</remarks>
    public IReadOnlyList<string> EmbeddingKeys { get; } = [OutputKeys.AudioEmbedding, OutputKeys.ObjectEmbedding];

    /// <inheritdoc/>
    /// <remarks><c>map.d2</c> on, <c>map.u2</c> last; batch-normed, before activation.</remarks>
    public IReadOnlyList<string> FeatureMapNames => _maps.Names;

    /// <inheritdoc/>
    /// <remarks><c>sound</c>: the U-Net; <c>object</c>: the map of object features; <c>synthesizer</c>: scales and bias.</remarks>
    public IReadOnlyList<ParameterGroup> ParameterGroups =>
    [
        new("sound", [.. Network.Sound.parameters()]),
        new("object", [.. Network.Object.parameters()]),
        new("synthesizer", [.. Network.Synthesizer.parameters()]),
    ];

    private SoundOfPixelsModule Network => _module ?? throw new InvalidOperationException("The separator is not built yet.");

    /// <inheritdoc/>
    public void Build(ModelSpec spec)
    {
        var sizes = new InputSizes(spec, "SP");
        sizes.Sound(_options.Downs);
        var objects = sizes.Vector(BatchKeys.Object, 1, "(size)");
        sizes.Require();
        using var seeded = new SeededInitialisation(spec.Seed);
        _module = new(_options, objects);
        _spec = spec;
        Classes = spec.Classes;
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is added: the network knows objects, not classes.</remarks>
    public void Grow(int classes, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, Classes);
        Classes = classes;
    }

    /// <inheritdoc/>
    /// <remarks>The class asked for plays no part: a row's object alone says what to listen for.</remarks>
    /// <exception cref="ArgumentException">A feature map is not there.</exception>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        using var scope = NewDisposeScope();
        var maps = _maps.Open(request);
        var layout = new RowLayout(batch, request.Rows, batch[BatchKeys.Input].device);
        var (features, _) = Network.Sound.Run(layout.TakeItems(batch[BatchKeys.Input]), maps);
        var objects = Network.Object.call(layout.TakeRows(batch[BatchKeys.Object]));
        var masks = Network.Synthesizer.Run(features, objects.sigmoid(), layout).to_type(ScalarType.Float32).sigmoid();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Masks] = masks };
        if (request.Embeddings)
        {
            tensors[OutputKeys.AudioEmbedding] = Describe(masks, features, layout);
            tensors[OutputKeys.ObjectEmbedding] = objects;
        }

        SoundMaps.Hand(request, maps, tensors);
        foreach (var tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    public IModel Clone()
    {
        var copy = new SoundOfPixelsSeparator(_options);
        copy.Build(_spec! with { Classes = Classes });
        copy.Network.load_state_dict(Network.state_dict());
        copy.Network.to(Network.Object.weight!.device);
        copy.Network.train(Network.training);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module?.Dispose();
        _module = null;
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
