using PluginHost.Plugins.IQuery.Checkpoints;
using PluginHost.Plugins.IQuery.Transformer;
using PluginHost.Separators.Checkpoints;

namespace PluginHost.Plugins.IQuery;

/// <summary>
/// iQuery as modified in ContAV-Sep (design section 2). A U-Net hears the mixture once; a transformer is asked for one class per row, with
/// the row's object and motion, and answers with weights over the U-Net's features: the mask is their sigmoid sum.
/// </summary>
public sealed class IQuerySeparator : ISeparator, IClassQueries, ICrossModalEmbeddings, IFeatureMaps, ISelfCheck
{
    private readonly IQueryOptions _options;
    private readonly IRunContext? _run;
    private readonly SoundMaps _maps;
    private IQueryModule? _module;
    private ModelSpec? _spec;

    /// <summary>Creates the model without parameters.</summary>
    /// <param name="options">Sizes and checkpoints.</param>
    /// <param name="run">Resolves the checkpoints' paths.</param>
    public IQuerySeparator(IQueryOptions options, IRunContext? run = null)
    {
        (_options, _run) = (options, run);
        _maps = new(options.SoundChannels.Count);
    }

    /// <inheritdoc/>
    public nn.Module Module => Network;

    /// <inheritdoc/>
    public int Classes => _module is null ? 0 : (int)Queries.shape[0];

    /// <inheritdoc/>
    public Parameter Queries => Network.Maskformer.Queries;

    /// <inheritdoc/>
    public IReadOnlyList<string> EmbeddingKeys { get; } =
        [OutputKeys.AudioEmbedding, OutputKeys.MotionEmbedding, OutputKeys.ObjectEmbedding];

    /// <inheritdoc/>
    /// <remarks><c>map.d2</c> on, <c>map.u2</c> last; batch-normed, before activation.</remarks>
    public IReadOnlyList<string> FeatureMapNames => _maps.Names;

    /// <inheritdoc/>
    /// <remarks><c>sound</c>: the U-Net; <c>transformer</c>: all else but the blocks that the original creates and never uses.</remarks>
    public IReadOnlyList<ParameterGroup> ParameterGroups =>
    [
        new("sound", [.. Network.Sound.parameters()]),
        new("transformer", [.. Network.Maskformer.parameters().Where(parameter => parameter.requires_grad)]),
    ];

    private IQueryModule Network => _module ?? throw new InvalidOperationException("The separator is not built yet.");

    private IReadOnlyList<Checkpoint> Files => QueryCheckpoints.Of(_options.Checkpoints, _run);

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => CheckpointLoading.Check(Files);

    /// <inheritdoc/>
    /// <exception cref="JobException">The inputs do not fit, or a checkpoint cannot be read or does not fit; all is listed.</exception>
    public void Build(ModelSpec spec)
    {
        Create(spec);
        CheckpointLoading.Load(Network, Files);
    }

    /// <summary>Builds with weights from the seed.</summary>
    private void Create(ModelSpec spec)
    {
        var shape = InputShape.From(spec, _options);
        using var seeded = new SeededInitialisation(spec.Seed);
        _module = new(_options, shape, spec.Classes);
        _spec = spec;
    }

    /// <inheritdoc/>
    /// <remarks>New queries are N(0, 1), as at the start (design section 2.3).</remarks>
    public void Grow(int classes, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, Classes);
        if (classes == Classes) return;
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        using var seeded = new SeededInitialisation(seed);
        var fresh = randn(classes - Classes, Queries.shape[1]).to(Queries.device);
        Network.Maskformer.Queries = new Parameter(cat([Queries.detach(), fresh], 0));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A class or a feature map is not there, or the motion is longer than the model reads.</exception>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        using var scope = NewDisposeScope();
        var device = batch[BatchKeys.Input].device;
        var layout = new RowLayout(batch, request.Rows, device);
        var classes = AskedClasses(batch, request, layout, device);
        var maps = _maps.Open(request);
        var (features, latent) = Network.Sound.Run(layout.TakeItems(batch[BatchKeys.Input]), maps);
        var padding = batch.Tensors.TryGetValue(BatchKeys.MotionPadding, out var found) ? layout.TakeRows(found) : null;
        var answer = Network.Maskformer.Run(
            features,
            latent,
            new(layout.TakeRows(batch[BatchKeys.Object]), layout.TakeRows(batch[BatchKeys.Motion]), padding, classes),
            layout);

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [OutputKeys.Masks] = answer.Logits.to_type(ScalarType.Float32).sigmoid(),
        };
        if (request.Embeddings)
        {
            tensors[OutputKeys.AudioEmbedding] = answer.Audio;
            tensors[OutputKeys.MotionEmbedding] = answer.Motion;
            tensors[OutputKeys.ObjectEmbedding] = answer.Object;
        }

        SoundMaps.Hand(request, maps, tensors);
        foreach (var tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    public IModel Clone()
    {
        var copy = new IQuerySeparator(_options, _run);
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

    private Tensor AskedClasses(Batch batch, ForwardRequest request, RowLayout layout, Device device)
    {
        if (request.Classes is not null && request.Classes.Count != layout.Rows.Count)
            throw new ArgumentException($"{request.Classes.Count} classes are asked for in {layout.Rows.Count} rows.", nameof(request));
        var classes = new long[layout.Rows.Count];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = request.Classes?[i] ?? batch.RowSources[layout.Rows[i]].Sample.Label;
            if (classes[i] < 0 || classes[i] >= Classes)
                throw new ArgumentException($"Class {classes[i]} is asked for; the separator knows classes 0 to {Classes - 1}.", nameof(request));
        }

        return tensor(classes, device: device);
    }
}
