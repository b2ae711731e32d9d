namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>VideoMAE's encoder with its last norm, and what becomes of the tokens of each moment.</summary>
/// <remarks>
/// The norm of a pre-trained network acts on each token. A fine-tuned network has none there, and norms the pooled vector; so it is here.
/// </remarks>
internal sealed class VideoMotion : nn.Module
{
    /// <summary>The first part of the norm's names.</summary>
    public const string Norm = "layernorm";

    private readonly VideoTransformer _encoder;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <summary>Makes the network.</summary>
    /// <param name="sizes">Its shape.</param>
    /// <param name="seed">Decides the weights.</param>
    public VideoMotion(VideoOptions sizes, long seed)
        : base("motion")
    {
        _encoder = new VideoTransformer(sizes, seed);
        _weight = new Parameter(ones(sizes.Width));
        _bias = new Parameter(zeros(sizes.Width));
        register_module("encoder", _encoder);
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
        ModuleTensors.Keep(this);
    }

    /// <summary>The shape.</summary>
    public VideoOptions Sizes => _encoder.Options;

    /// <summary>Whether the norm is a fine-tuned network's, over pooled vectors.</summary>
    public bool NormsPooled { get; set; }

    /// <summary>The tensors by the names of Hugging Face's files behind <c>videomae.</c>.</summary>
    public Dictionary<string, Tensor> Published() => new(_encoder.state_dict(), StringComparer.Ordinal)
    {
        [Norm + ".weight"] = _weight,
        [Norm + ".bias"] = _bias,
    };

    /// <summary>The vectors of clips.</summary>
    /// <param name="clips">(N, 3, frames, size, size).</param>
    /// <param name="pooling">What becomes of the tokens of one moment.</param>
    /// <returns>(N, moments, width).</returns>
    public Tensor Motion(Tensor clips, MotionPooling pooling)
    {
        var tokens = _encoder.call(clips);
        if (!NormsPooled) tokens = Normed(tokens, 1e-12);
        var pooled = pooling == MotionPooling.Max ? tokens.amax([2]) : tokens.mean([2]);
        return NormsPooled ? Normed(pooled, 1e-5) : pooled;
    }

    protected override void RegisterComponents()
    {
    }

    private Tensor Normed(Tensor x, double epsilon) => nn.functional.layer_norm(x, [Sizes.Width], _weight, _bias, epsilon);
}
