namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>The decoder: the first layer watches motion, the others listen; one norm at the end.</summary>
internal sealed class Decoder : nn.Module
{
    [ComponentName(Name = "layers")]
    private readonly ModuleList<DecoderLayer> _layers;

    [ComponentName(Name = "norm")]
    private readonly LayerNorm _norm;

    /// <summary>Creates the decoder.</summary>
    /// <param name="options">Sizes.</param>
    public Decoder(IQueryOptions options)
        : base("decoder")
    {
        _layers = nn.ModuleList([.. Enumerable.Range(0, options.DecoderLayers).Select(layer => new DecoderLayer(options, layer == 0))]);
        _norm = nn.LayerNorm(options.Hidden);
        RegisterComponents();
    }

    /// <summary>Runs all layers. Only the asked query is carried through the last one: the others' results would not be read.</summary>
    /// <param name="asked">The query of each row, int64 (rows).</param>
    /// <param name="objects">
    /// The object embedding of each row, (rows, width): the content of the asked query, the others start at zero.
    /// </param>
    /// <param name="queries">The learnt codes of the queries, (queries, width).</param>
    /// <param name="motion">Motion embeddings with their position codes and, where there is padding, what may be read.</param>
    /// <param name="memory">The encoder's memory with its position codes.</param>
    /// <param name="layout">Which row asks which item.</param>
    /// <returns>The normed result of the asked queries, (rows, 1, width).</returns>
    public Tensor Run(
        Tensor asked,
        Tensor objects,
        Tensor queries,
        (Tensor Values, Tensor Position, Tensor? Allowed) motion,
        (Tensor Values, Tensor Position) memory,
        RowLayout layout)
    {
        var (rows, count, width) = (objects.shape[0], queries.shape[0], queries.shape[1]);
        var place = asked + (arange(rows, dtype: ScalarType.Int64, device: asked.device) * count);
        var codes = queries.unsqueeze(0);
        var targets = zeros(rows * count, width, dtype: objects.dtype, device: objects.device)
            .index_add(0, place, objects, 1).view(rows, count, width);
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            var last = layer == _layers.Count - 1;
            if (layer == 0)
            {
                // Rows do not look at each other here, so a first layer that is the last one too can begin with the asked queries.
                if (last) (targets, codes) = (Pick(targets), Pick(codes));
                targets = _layers[0].CrossAttendMotion(targets, codes, motion.Values, motion.Position, motion.Allowed);
                continue;
            }

            targets = _layers[layer].SelfAttend(targets, codes, last ? Pick : All);
            targets = _layers[layer].CrossAttendSound(targets, last ? Pick(codes) : codes, memory.Values, memory.Position, layout);
        }

        return _norm.call(targets);

        Tensor Pick(Tensor x) => (x.shape[0] == 1 && rows > 1 ? x.expand(rows, -1, -1) : x)
            .reshape(rows * count, width).index_select(0, place).view(rows, 1, width);

        static Tensor All(Tensor x) => x;
    }
}
