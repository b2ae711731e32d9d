using PluginHost.Separators.Checkpoints;

namespace PluginHost.Plugins.CoSeparation;

/// <summary>
/// Co-Separation as ContAV-Sep's second base model (docs/separation.md, "Co-Separation"). A U-Net hears the mixture, is told each row's
/// object at its bottom and answers with the row's mask; a classifier names the separated sound, and what it pools is the embedding of that
/// sound.
/// </summary>
[Component("co-separation")]
internal sealed class CoSeparationSeparator : NetworkSeparator<CoSeparationModule>, IClassQueries, IModelLoss
{
    // What the original adds to magnitudes before their logarithm.
    private const double Floor = 1e-10;

    private readonly CoSeparationOptions _options;
    private readonly IRunContext? _run;

    /// <summary>Creates the model without parameters.</summary>
    /// <param name="options">Sizes, weight of the classifier and checkpoints.</param>
    /// <param name="run">Resolves the checkpoints' paths.</param>
    public CoSeparationSeparator(CoSeparationOptions options, IRunContext? run = null)
        : base(options) => (_options, _run) = (options, run);

    /// <inheritdoc/>
    /// <remarks>The classifier's rows.</remarks>
    public Parameter Queries => Network.Classifier.Rows.weight!;

    /// <inheritdoc/>
    /// <remarks>The classifier's pooled vector of the separated sound, and the object vector.</remarks>
    public override IReadOnlyList<string> EmbeddingKeys { get; } = [OutputKeys.AudioEmbedding, OutputKeys.ObjectEmbedding];

    /// <inheritdoc/>
    /// <remarks><c>sound</c>: the U-Net; <c>object</c>: the map of object features; <c>classifier</c>.</remarks>
    public override IReadOnlyList<ParameterGroup> ParameterGroups =>
    [
        new("sound", [.. Network.Sound.parameters()]),
        new("object", [.. Network.Object.parameters()]),
        new("classifier", [.. Network.Classifier.parameters()]),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Checkpoint> Files => CoSeparationCheckpoints.Named(_options.Checkpoints, _run);

    /// <inheritdoc/>
    /// <remarks>
    /// The object-consistency loss of Gao and Grauman (2019): mean cross entropy of classifier(ln(mix·M + 1e-10)) against the rows' labels.
    /// </remarks>
    public IReadOnlyList<LossTerm> LossTerms(ModelOutput output, Batch batch)
    {
        if (_options.ClassifierWeight == 0) return [];
        using var scope = NewDisposeScope();
        var (masks, input) = (output[SeparationKeys.Masks], batch[BatchKeys.Input]);
        if (!output.Tensors.TryGetValue(OutputKeys.AudioEmbedding, out var pooled))
            pooled = Describe(masks, new RowLayout(batch, output.Rows, input.device).PerRow(input));
        var labels = tensor(batch.Labels().Select(label => (long)label).ToArray(), device: masks.device);
        var scores = Network.Classifier.Rows.call(pooled).to_type(ScalarType.Float32);
        return [new("classifier", _options.ClassifierWeight, nn.functional.cross_entropy(scores, labels).MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    protected override CoSeparationModule CreateNetwork(ModelSpec spec)
    {
        var sizes = new InputSizes(spec, "CO");
        sizes.Sound(_options.Downs);
        var objects = sizes.Vector(SeparationKeys.Object, 1, "(size)");
        sizes.Require();
        return new(_options, objects, spec.Classes);
    }

    /// <inheritdoc/>
    /// <remarks>The classifier gets rows and biases that begin as at the start; masks do not change.</remarks>
    protected override void AddRows(int count) => Network.AddRows(count, _options.Initialisation);

    /// <inheritdoc/>
    protected override NetworkSeparator<CoSeparationModule> CreateEmpty() => new CoSeparationSeparator(_options, _run);

    /// <inheritdoc/>
    /// <remarks>
    /// The class asked for plays no part: a row's object alone says what to listen for. Feature maps of the way up depend on the object and
    /// have rows in place of items.
    /// </remarks>
    protected override void Compute(
        Batch batch, ForwardRequest request, RowLayout layout, Dictionary<string, Tensor>? maps, Dictionary<string, Tensor> tensors)
    {
        var heard = layout.SelectItems(batch[BatchKeys.Input]);
        var sound = _options.Input == InputScale.Log ? (heard.expm1() + Floor).log() : heard;
        var objects = Network.Object.call(layout.SelectRows(batch[SeparationKeys.Object]));
        var masks = Network.Sound.Run(sound, objects, layout, maps).to_type(ScalarType.Float32).sigmoid();
        tensors[SeparationKeys.Masks] = masks;
        if (!request.Embeddings) return;
        tensors[OutputKeys.AudioEmbedding] = Describe(masks, layout.PerRow(heard));
        tensors[OutputKeys.ObjectEmbedding] = objects;
    }

    // The classifier's vectors of ln(mix·M + 1e-10); the task gives ln(1 + mix).
    private Tensor Describe(Tensor masks, Tensor heard) =>
        Network.Classifier.Pool(((heard.expm1() * (_options.MaskGradient ? masks : masks.detach())) + Floor).log());
}
