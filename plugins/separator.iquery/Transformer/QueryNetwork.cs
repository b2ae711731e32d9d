namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>The query transformer (docs/separation.md, "iQuery"), <c>maskformer</c> in the official state.</summary>
internal sealed class QueryNetwork : nn.Module
{
    // Longer motion sequences than any extractor gives; the codes are not part of the state.
    private const int MotionSteps = 1024;

    private readonly FixedCode _planeCode;
    private readonly FixedCode _stepCode;

    [ComponentName(Name = "transformer")]
    private readonly EncoderDecoder _transformer;

    [ComponentName(Name = "query_embed")]
    private readonly Embedding _queries;

    [ComponentName(Name = "mask_embed")]
    private readonly MaskEmbedding _maskEmbedding;

    [ComponentName(Name = "down")]
    private readonly Conv1d _motion;

    [ComponentName(Name = "objproj")]
    private readonly Conv1d _object;

    [ComponentName(Name = "input_proj")]
    private readonly Conv1d? _input;

    /// <summary>Creates the network from the global generator.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="shape">Sizes of what comes in.</param>
    /// <param name="queries">The number of queries.</param>
    public QueryNetwork(IQueryOptions options, InputShape shape, int queries)
        : base("maskformer")
    {
        _transformer = new(options);
        _queries = nn.Embedding(queries, options.Hidden);
        _maskEmbedding = new(options.Hidden, options.MaskDim);
        _motion = nn.Conv1d(shape.Motion, options.Hidden, 1);
        _object = nn.Conv1d(shape.Object, options.Hidden, 1);
        var channels = options.StageChannels()[options.LatentStage - 2];
        if (channels != options.Hidden)
        {
            _input = nn.Conv1d(channels, options.Hidden, 1);
            nn.init.kaiming_uniform_(_input.weight!, a: 1);
            nn.init.zeros_(_input.bias!);
        }

        var scale = 1 << (options.LatentStage - 1);
        _planeCode = new(SineCode.Plane(shape.Height / scale, shape.Width / scale, options.Hidden));
        _stepCode = new(SineCode.Sequence(MotionSteps, options.Hidden));
        RegisterComponents();
    }

    /// <summary>The queries, (classes, width).</summary>
    public Parameter Queries
    {
        get => _queries.weight!;
        set => _queries.weight = value;
    }

    /// <summary>Asks for one class per row.</summary>
    /// <param name="features">Sound features, (items, maskDim, H, W).</param>
    /// <param name="latent">The latent, (items, channels, h, w).</param>
    /// <param name="input">Object, motion and class of each row.</param>
    /// <param name="layout">Which row asks which item.</param>
    /// <returns>Mask logits, float32 (rows, 1, H, W), and the embeddings, each (rows, width).</returns>
    public RowOutput Run(Tensor features, Tensor latent, RowInput input, RowLayout layout)
    {
        var (height, width) = (features.shape[2], features.shape[3]);
        var position = _planeCode.For(Queries);
        var steps = _stepCode.For(Queries);
        var tokens = latent.flatten(2);
        if (_input is not null) tokens = _input.call(tokens);
        var memory = _transformer.Encoder.Run(tokens.transpose(1, 2), position);

        var objects = _object.call(input.Object.unsqueeze(-1)).squeeze(-1);
        var motion = _motion.call(input.Motion).transpose(1, 2);
        var allowed = input.MotionPadding?.logical_not();
        var asked = _transformer.Decoder.Run(
            input.Classes,
            objects,
            Queries,
            (motion, steps.narrow(1, 0, motion.shape[1]), allowed?.unsqueeze(1).unsqueeze(1)),
            (memory, position),
            layout);

        // E[row] · S[item of the row], in float32 as the original accumulates it.
        var weights = layout.Gather(_maskEmbedding.Run(asked));
        var logits = layout.Scatter(bmm(weights, layout.PerQuery(features.flatten(2)))).view(-1, 1, height, width);
        return new(logits, asked.squeeze(1), Mean(motion, allowed), objects);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _planeCode.Dispose();
            _stepCode.Dispose();
        }

        base.Dispose(disposing);
    }

    // Over the steps that are no padding.
    private static Tensor Mean(Tensor motion, Tensor? allowed)
    {
        if (allowed is null) return motion.mean([1]);
        var present = allowed.unsqueeze(-1).to_type(motion.dtype);
        return (motion * present).sum(1) / present.sum(1).clamp(min: 1);
    }
}

/// <summary>What the transformer is told about each row.</summary>
/// <param name="Object">Object vectors, (rows, size).</param>
/// <param name="Motion">Motion vectors, (rows, size, steps).</param>
/// <param name="MotionPadding">True where motion is padding, bool (rows, steps); <see langword="null"/> if nothing is.</param>
/// <param name="Classes">The class asked for, int64 (rows).</param>
internal sealed record RowInput(Tensor Object, Tensor Motion, Tensor? MotionPadding, Tensor Classes);

/// <summary>What the transformer answers for each row.</summary>
/// <param name="Logits">Mask logits, (rows, 1, H, W).</param>
/// <param name="Audio">The asked query's result, (rows, width).</param>
/// <param name="Motion">Mean of the projected motion, (rows, width).</param>
/// <param name="Object">The projected object vector, (rows, width).</param>
internal sealed record RowOutput(Tensor Logits, Tensor Audio, Tensor Motion, Tensor Object);

/// <summary>Encoder and decoder side by side, as the official state groups them.</summary>
internal sealed class EncoderDecoder : nn.Module
{
    [ComponentName(Name = "encoder")]
    private readonly Encoder _encoder;

    [ComponentName(Name = "decoder")]
    private readonly Decoder _decoder;

    /// <summary>Creates both.</summary>
    /// <param name="options">Sizes.</param>
    public EncoderDecoder(IQueryOptions options)
        : base("transformer")
    {
        _encoder = new(options);
        _decoder = new(options);
        RegisterComponents();
    }

    /// <summary>The encoder.</summary>
    public Encoder Encoder => _encoder;

    /// <summary>The decoder.</summary>
    public Decoder Decoder => _decoder;
}
