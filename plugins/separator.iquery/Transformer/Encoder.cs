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
