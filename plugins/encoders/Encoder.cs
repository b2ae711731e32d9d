using PluginHost.Tensors;

namespace PluginHost.Plugins.Encoders;

/// <summary>A backbone with what the task's losses need: a projection head where views are compared, a decoder where one is recovered.</summary>
/// <remarks>
/// It knows no classes. Both heads are two linear layers with ReLU between (SimCLR, Chen et al., ICML 2020, section 4.2); the two views go
/// through the backbone as one batch. The weights of the backbone are named <c>backbone.*</c>, as in a classifier.
/// </remarks>
/// <param name="options">The options.</param>
[Component("encoder")]
public sealed class Encoder(EncoderOptions options) : IModel, IPenultimateFeatures, IFeatureMaps
{
    private EncoderNetwork? _network;

    /// <inheritdoc/>
    public nn.Module Module => Built;

    /// <inheritdoc/>
    public int Classes => 0;

    /// <inheritdoc/>
    public int FeatureSize => Built.Backbone.Features;

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureMapNames => [.. Built.Backbone.Stages.SkipLast(1).Select(stage => OutputKeys.FeatureMapPrefix + stage)];

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> ParameterGroups => Built.Groups();

    private EncoderNetwork Built => _network ?? throw new InvalidOperationException("The model is not built yet.");

    /// <inheritdoc/>
    public void Build(ModelSpec spec)
    {
        if (!spec.Inputs.TryGetValue(BatchKeys.Input, out var input) || input.Length != 3)
            throw Fault($"The task gives {string.Join(", ", spec.Inputs.Select(pair => $"'{pair.Key}' ({string.Join(", ", pair.Value)})"))}");
        var backbone = CreateBackbone(input, spec.Seed);
        using var seeded = new SeededInitialisation(spec.Seed + 1);
        _network = new(
            backbone,
            spec.Inputs.ContainsKey(BatchKeys.SecondInput) ? Head(backbone.Features, options.ProjectionHidden, options.ProjectionSize) : null,
            spec.Inputs.ContainsKey(BatchKeys.Original) ? Head(backbone.Features, options.DecoderHidden, input[0] * input[1] * input[2]) : null);
    }

    /// <inheritdoc/>
    public void Grow(int classes, long seed)
    {
    }

    /// <inheritdoc/>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        var first = InputRows.Of(batch[BatchKeys.Input], request.Rows);
        var second = Built.Projector is not null && batch.Tensors.TryGetValue(BatchKeys.SecondInput, out var other) ? InputRows.Of(other, request.Rows) : null;
        var count = first.shape[0];
        var maps = request.FeatureMaps.Count > 0 ? new Dictionary<string, Tensor>(StringComparer.Ordinal) : null;
        var all = Built.Backbone.Run(second is null ? first : cat([first, second]), maps);
        var features = second is null ? all : all.narrow(0, 0, count);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Features] = features };
        if (Built.Projector is { } projector)
        {
            var projections = projector.call(all);
            tensors[OutputKeys.Projection] = second is null ? projections : projections.narrow(0, 0, count);
            if (second is not null) tensors[OutputKeys.SecondProjection] = projections.narrow(0, count, count);
        }

        if (Built.Decoder is { } decoder && batch.Tensors.ContainsKey(BatchKeys.Original))
            tensors[OutputKeys.Reconstruction] = decoder.call(features).reshape(first.shape);
        foreach (var name in request.FeatureMaps)
            tensors[name] = maps![name[OutputKeys.FeatureMapPrefix.Length..]].narrow(0, 0, count);
        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    public IModel Clone()
    {
        var copy = new Encoder(options) { _network = Built.Copy(Head) };
        ModuleTensors.Keep(copy._network);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose() => _network?.Dispose();

    private static nn.Module<Tensor, Tensor> Head(long inputs, long hidden, long outputs) =>
        nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs));

    private Backbone CreateBackbone(long[] input, long seed)
    {
        switch (options.Backbone)
        {
            case BackboneKind.Mlp:
                return Perceptrons.Create((int)(input[0] * input[1] * input[2]), options.Widths, seed);
            case BackboneKind.Vit:
                if (input[1] != input[2]) throw Fault($"The pictures are {input[1]} x {input[2]}, and a vit takes square ones");
                return VisionTransformers.Create(
                    new((int)input[1], options.Patch, options.Width, options.Depth ?? 4, options.Heads, (int)input[0]), seed);
            default:
                var depth = options.Depth ?? 8;
                return depth == 18 ? ResNets.ResNet18((int)input[0], seed, width: options.Width) : ResNets.Small(depth, (int)input[0], seed);
        }
    }

    private static JobException Fault(string what) => new(new Finding
    {
        Code = "EN0101",
        Where = "encoder",
        What = what,
        Expected = $"'{BatchKeys.Input}' (channels, height, width)",
        Fix = "Choose a task of pictures, such as self-supervised.",
    });
}
