namespace PluginHost.Plugins.IQuery.Transformer;

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
