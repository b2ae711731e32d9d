using PluginHost.Plugins.IQuery.Transformer;
using PluginHost.Separators.Checkpoints;

namespace PluginHost.Plugins.IQuery;

/// <summary>
/// iQuery as modified in ContAV-Sep (docs/separation.md, "iQuery"). A U-Net hears the mixture once; a transformer is asked for one class
/// per row, with the row's object and motion, and answers with weights over the U-Net's features: the mask is their sigmoid sum.
/// </summary>
[Component("iquery")]
internal sealed class IQuerySeparator : NetworkSeparator<IQueryModule>, IClassQueries
{
    private readonly IQueryOptions _options;
    private readonly IRunContext? _run;

    /// <summary>Creates the model without parameters.</summary>
    /// <param name="options">Sizes and checkpoints.</param>
    /// <param name="run">Resolves the checkpoints' paths.</param>
    public IQuerySeparator(IQueryOptions options, IRunContext? run = null)
        : base(options) => (_options, _run) = (options, run);

    /// <inheritdoc/>
    public Parameter Queries => Network.Maskformer.Queries;

    /// <inheritdoc/>
    public override IReadOnlyList<string> EmbeddingKeys { get; } =
        [OutputKeys.AudioEmbedding, OutputKeys.MotionEmbedding, OutputKeys.ObjectEmbedding];

    /// <inheritdoc/>
    /// <remarks><c>sound</c>: the U-Net; <c>transformer</c>: all else but the blocks that the original creates and never uses.</remarks>
    public override IReadOnlyList<ParameterGroup> ParameterGroups =>
    [
        new("sound", [.. Network.Sound.parameters()]),
        new("transformer", [.. Network.Maskformer.parameters().Where(parameter => parameter.requires_grad)]),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Checkpoint> Files => IQueryCheckpoints.Named(_options.Checkpoints, _run);

    /// <inheritdoc/>
    protected override IQueryModule CreateNetwork(ModelSpec spec) => new(_options, InputShape.From(spec, _options), spec.Classes);

    /// <inheritdoc/>
    /// <remarks>New queries are N(0, 1), as at the start.</remarks>
    protected override void AddRows(int count)
    {
        var fresh = randn(count, Queries.shape[1]).to(Queries.device);
        Network.Maskformer.Queries = new Parameter(cat([Queries.detach(), fresh], 0));
    }

    /// <inheritdoc/>
    protected override NetworkSeparator<IQueryModule> CreateEmpty() => new IQuerySeparator(_options, _run);

    /// <inheritdoc/>
    protected override void Compute(
        Batch batch, ForwardRequest request, RowLayout layout, Dictionary<string, Tensor>? maps, Dictionary<string, Tensor> tensors)
    {
        var classes = AskedClasses(batch, request, layout, batch[BatchKeys.Input].device);
        var (features, latent) = Network.Sound.Run(layout.SelectItems(batch[BatchKeys.Input]), maps);
        var padding = batch.Tensors.TryGetValue(SeparationKeys.MotionPadding, out var found) ? layout.SelectRows(found) : null;
        var answer = Network.Maskformer.Run(
            features,
            latent,
            new(layout.SelectRows(batch[SeparationKeys.Object]), layout.SelectRows(batch[SeparationKeys.Motion]), padding, classes),
            layout);

        tensors[SeparationKeys.Masks] = answer.Logits.to_type(ScalarType.Float32).sigmoid();
        if (!request.Embeddings) return;
        tensors[OutputKeys.AudioEmbedding] = answer.Audio;
        tensors[OutputKeys.MotionEmbedding] = answer.Motion;
        tensors[OutputKeys.ObjectEmbedding] = answer.Object;
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
            {
                throw new ArgumentException(
                    $"Class {classes[i]} is asked for; the separator knows classes 0 to {Classes - 1}.", nameof(request));
            }
        }

        return tensor(classes, device: device);
    }
}
