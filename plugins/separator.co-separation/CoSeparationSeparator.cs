using PluginHost.Plugins.CoSeparation.Checkpoints;
using PluginHost.Separators.Checkpoints;

namespace PluginHost.Plugins.CoSeparation;

/// <summary>
/// Co-Separation as ContAV-Sep's second base model (design section 3). A U-Net hears the mixture, is told each row's object at its bottom and
/// answers with the row's mask; a classifier names the separated sound, and what it pools is the embedding of that sound.
/// </summary>
public sealed class CoSeparationSeparator : ISeparator, IClassQueries, ICrossModalEmbeddings, IFeatureMaps, IModelLoss, ISelfCheck
{
    // What the original adds to magnitudes before their logarithm.
    private const double Floor = 1e-10;

    private readonly CoSeparationOptions _options;
    private readonly IRunContext? _run;
    private readonly SoundMaps _maps;
    private CoSeparationModule? _module;
    private ModelSpec? _spec;

    /// <summary>Creates the model without parameters.</summary>
    /// <param name="options">Sizes, weight of the classifier and checkpoints.</param>
    /// <param name="run">Resolves the checkpoints' paths.</param>
    public CoSeparationSeparator(CoSeparationOptions options, IRunContext? run = null)
    {
        (_options, _run) = (options, run);
        _maps = new(options.SoundChannels.Count);
    }

    /// <inheritdoc/>
    public nn.Module Module => Network;

    /// <inheritdoc/>
    public int Classes => _module is null ? 0 : (int)Queries.shape[0];

    /// <inheritdoc/>
    /// <remarks>The classifier's rows.</remarks>
    public Parameter Queries => Network.Classifier.Rows.weight!;

    /// <inheritdoc/>
    /// <remarks>The classifier's pooled vector of the separated sound, and the object vector.</remarks>
    public IReadOnlyList<string> EmbeddingKeys { get; } = [OutputKeys.AudioEmbedding, OutputKeys.ObjectEmbedding];

    /// <inheritdoc/>
    /// <remarks>iQuery's names; normed, before activation. Those of the way up depend on the object and have rows in place of items.</remarks>
    public IReadOnlyList<string> FeatureMapNames => _maps.Names;

    /// <inheritdoc/>
    /// <remarks><c>sound</c>: the U-Net; <c>object</c>: the map of object features; <c>classifier</c>.</remarks>
    public IReadOnlyList<ParameterGroup> ParameterGroups =>
    [
        new("sound", [.. Network.Sound.parameters()]),
        new("object", [.. Network.Object.parameters()]),
        new("classifier", [.. Network.Classifier.parameters()]),
    ];

    private CoSeparationModule Network => _module ?? throw new InvalidOperationException("The separator is not built yet.");

    private IReadOnlyList<Checkpoint> Files => NetworkCheckpoints.Of(_options.Checkpoints, _run);

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => CheckpointLoading.Check(Files);

    /// <inheritdoc/>
    /// <exception cref="JobException">The inputs do not fit, or a checkpoint cannot be read or does not fit; all is listed.</exception>
    public void Build(ModelSpec spec)
    {
        Create(spec);
        CheckpointLoading.Load(Network, Files);
    }

    /// <inheritdoc/>
    /// <remarks>The classifier gets rows and biases that begin as at the start; masks do not change.</remarks>
    public void Grow(int classes, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, Classes);
        if (classes == Classes) return;
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        using var seeded = new SeededInitialisation(seed);
        Network.AddRows(classes - Classes, _options.Initialisation);
    }

    /// <inheritdoc/>
    /// <remarks>The class asked for plays no part: a row's object alone says what to listen for.</remarks>
    /// <exception cref="ArgumentException">A feature map is not there.</exception>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        using var scope = NewDisposeScope();
        var maps = _maps.Open(request);
        var layout = new RowLayout(batch, request.Rows, batch[BatchKeys.Input].device);
        var heard = layout.TakeItems(batch[BatchKeys.Input]);
        var sound = _options.Input == InputScale.Log ? (heard.expm1() + Floor).log() : heard;
        var objects = Network.Object.call(layout.TakeRows(batch[BatchKeys.Object]));
        var masks = Network.Sound.Run(sound, objects, layout, maps).to_type(ScalarType.Float32).sigmoid();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Masks] = masks };
        if (request.Embeddings)
        {
            tensors[OutputKeys.AudioEmbedding] = Describe(masks, layout.PerRow(heard));
            tensors[OutputKeys.ObjectEmbedding] = objects;
        }

        SoundMaps.Hand(request, maps, tensors);
        foreach (var tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    /// <remarks>The object-consistency loss (design section 3.2): mean cross entropy of classifier(ln(mix·M + 1e-10)) against the rows' labels.</remarks>
    public IReadOnlyList<LossTerm> LossTerms(ModelOutput output, Batch batch)
    {
        if (_options.ClassifierWeight == 0) return [];
        using var scope = NewDisposeScope();
        var (masks, input) = (output[OutputKeys.Masks], batch[BatchKeys.Input]);
        if (!output.Tensors.TryGetValue(OutputKeys.AudioEmbedding, out var pooled))
            pooled = Describe(masks, new RowLayout(batch, output.Rows, input.device).PerRow(input));
        var labels = tensor(batch.Labels().Select(label => (long)label).ToArray(), device: masks.device);
        var scores = Network.Classifier.Rows.call(pooled).to_type(ScalarType.Float32);
        return [new("classifier", _options.ClassifierWeight, nn.functional.cross_entropy(scores, labels).MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    public IModel Clone()
    {
        var copy = new CoSeparationSeparator(_options, _run);
        copy.Create(_spec! with { Classes = Classes });
        copy.Network.load_state_dict(Network.state_dict());
        copy.Network.to(Queries.device);
        copy.Network.train(Network.training);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _module?.Dispose();
        _module = null;
    }

    // The classifier's vectors of ln(mix·M + 1e-10); the task gives ln(1 + mix).
    private Tensor Describe(Tensor masks, Tensor heard) => Network.Classifier.Pool(((heard.expm1() * masks) + Floor).log());

    /// <summary>Builds with weights from the seed.</summary>
    private void Create(ModelSpec spec)
    {
        var sizes = new InputSizes(spec, "CO");
        sizes.Sound(_options.Downs);
        var objects = sizes.Vector(BatchKeys.Object, 1, "(size)");
        sizes.Require();
        using var seeded = new SeededInitialisation(spec.Seed);
        _module = new(_options, objects, spec.Classes);
        _spec = spec;
    }
}
