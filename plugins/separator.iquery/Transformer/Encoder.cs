namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>The encoder over the latent of the sound; no final norm.</summary>
internal sealed class Encoder : nn.Module
{
    [ComponentName(Name = "layers")]
    private readonly ModuleList<EncoderLayer> _layers;

    /// <summary>Creates the encoder.</summary>
    /// <param name="options">Sizes.</param>
    public Encoder(IQueryOptions options)
        : base("encoder")
    {
        _layers = nn.ModuleList([.. Enumerable.Range(0, options.EncoderLayers).Select(_ => new EncoderLayer(options))]);
        RegisterComponents();
    }

    /// <summary>Runs all layers.</summary>
    /// <param name="x">Tokens, (B, tokens, width).</param>
    /// <param name="position">Position codes, (1, tokens, width).</param>
    /// <returns>The memory, of the same shape.</returns>
    public Tensor Run(Tensor x, Tensor position)
    {
        foreach (var layer in _layers) x = layer.Run(x, position);
        return x;
    }
}

/// <summary>A post-norm encoder layer: positions are added to queries and keys only.</summary>
internal sealed class EncoderLayer : nn.Module
{
    [ComponentName(Name = "self_attn")]
    private readonly Attention _attention;

    [ComponentName(Name = "linear1")]
    private readonly Linear _linear1;

    [ComponentName(Name = "linear2")]
    private readonly Linear _linear2;

    [ComponentName(Name = "norm1")]
    private readonly LayerNorm _norm1;

    [ComponentName(Name = "norm2")]
    private readonly LayerNorm _norm2;

    /// <summary>Creates a layer.</summary>
    /// <param name="options">Sizes.</param>
    public EncoderLayer(IQueryOptions options)
        : base("encoder layer")
    {
        _attention = new(options.Hidden, options.Heads);
        _linear1 = FeedForward.Create(options.Hidden, options.FeedForward);
        _linear2 = FeedForward.Create(options.FeedForward, options.Hidden);
        _norm1 = nn.LayerNorm(options.Hidden);
        _norm2 = nn.LayerNorm(options.Hidden);
        RegisterComponents();
    }

    /// <summary>Runs the layer.</summary>
    /// <param name="x">Tokens, (B, tokens, width).</param>
    /// <param name="position">Position codes, (1, tokens, width).</param>
    /// <returns>Tokens of the same shape.</returns>
    public Tensor Run(Tensor x, Tensor position)
    {
        var placed = x + position;
        x = _norm1.call(x + _attention.Attend(_attention.Queries(placed), _attention.Keys(placed), _attention.Values(x)));
        return _norm2.call(x + FeedForward.Apply(_linear1, _linear2, x));
    }
}
