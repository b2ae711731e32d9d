namespace PluginHost.Networks;

/// <summary>The shape of VideoMAE's encoder.</summary>
/// <param name="ImageSize">Height and width of a frame in pixels; divisible by the patch.</param>
/// <param name="Patch">Height and width of a patch.</param>
/// <param name="Frames">Frames of a clip; divisible by the tubelet.</param>
/// <param name="Tubelet">Frames that a token covers.</param>
/// <param name="Width">Channels of a token; even, divisible by the heads.</param>
/// <param name="Depth">Number of blocks.</param>
/// <param name="Heads">Heads of each attention.</param>
public sealed record VideoOptions(
    int ImageSize = 224, int Patch = 16, int Frames = 16, int Tubelet = 2, int Width = 768, int Depth = 12, int Heads = 12)
{
    /// <summary>Tokens of one moment.</summary>
    public int Places => ImageSize / Patch * (ImageSize / Patch);

    /// <summary>Moments of a clip.</summary>
    public int Moments => Frames / Tubelet;
}

/// <summary>
/// The encoder of VideoMAE (Tong et al., NeurIPS 2022) without its last norm, over all tokens of a clip: a transformer over patches of
/// several frames, with fixed positions and no biases for keys. The defaults are VideoMAE-base with 86,225,664 parameters; the last norm,
/// <c>layernorm</c>, has 1,536 more. Names are those of Hugging Face's files behind <c>videomae.</c>.
/// </summary>
public sealed class VideoTransformer : nn.Module<Tensor, Tensor>
{
    private readonly Conv3d _patches;
    private readonly Tensor _positions;
    private readonly VideoBlock[] _blocks;

    /// <summary>Makes a network. Weights of linear layers are normal of deviation 0.02, biases zero.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <exception cref="JobException">Sizes do not divide.</exception>
    public VideoTransformer(VideoOptions options, long seed)
        : base("videomae")
    {
        Options = options;
        PictureSizes.Check("videomae", options.ImageSize, options.Patch, options.Width, options.Depth, options.Heads);
        NetworkFault.CheckPositive(options.Tubelet, "tubelet", "videomae");
        NetworkFault.CheckPositive(options.Frames, "frames", "videomae");
        if (options.Frames % options.Tubelet != 0)
        {
            throw NetworkFault.Of(NetworkFault.Options, "frames",
                $"{options.Frames} frames do not divide into tubelets of {options.Tubelet}.");
        }

        if (options.Width % 2 != 0)
            throw NetworkFault.Of(NetworkFault.Options, "width", $"{options.Width} channels are odd; positions take pairs.");
        using var seeded = new SeededInitialisation(seed);
        var kernel = ((long)options.Tubelet, (long)options.Patch, (long)options.Patch);
        _patches = nn.Conv3d(3, options.Width, kernel, stride: kernel);
        _positions = Positions(options.Moments * options.Places, options.Width);
        _blocks = [.. Enumerable.Range(0, options.Depth).Select(_ => new VideoBlock(options.Width, options.Heads))];
        register_module("embeddings", new Named("patch_embeddings", new Named("projection", _patches)));
        register_module("encoder", new Named("layer", nn.ModuleList(_blocks)));
        // Files do not have the table: it is no part of the state.
        register_buffer("positions", _positions, persistent: false);
        ModuleTensors.Keep(this);
    }

    /// <summary>The shape.</summary>
    public VideoOptions Options { get; }

    /// <summary>The tokens of clips behind the last block.</summary>
    /// <param name="input">(N, 3, frames, size, size), values as ImageNet's mean and deviation make them.</param>
    /// <returns>(N, moments, places, width).</returns>
    /// <exception cref="JobException">The clips have another shape.</exception>
    public override Tensor forward(Tensor input)
    {
        var (size, frames) = (Options.ImageSize, Options.Frames);
        if (input.shape is not [_, 3, var count, var height, var width] || count != frames || height != size || width != size)
        {
            throw NetworkFault.Of(NetworkFault.Shape, "videomae", $"The input is {NetworkFault.Sizes(input)}.",
                $"Give (N, 3, {frames}, {size}, {size}).");
        }

        var x = _patches.call(input).flatten(2).transpose(1, 2) + _positions;
        foreach (var block in _blocks) x = block.call(x);
        return x.reshape(x.size(0), Options.Moments, Options.Places, Options.Width);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <summary>sin(p / 10000^(j / C)) for even j and cos(p / 10000^((j - 1) / C)) for odd j, (tokens, C).</summary>
    private static Tensor Positions(int tokens, int width)
    {
        var values = new float[(long)tokens * width];
        for (var token = 0; token < tokens; token++)
        {
            for (var pair = 0; pair < width; pair += 2)
            {
                var (sine, cosine) = Math.SinCos(token / Math.Pow(10000, (double)pair / width));
                values[((long)token * width) + pair] = (float)sine;
                values[((long)token * width) + pair + 1] = (float)cosine;
            }
        }

        return tensor(values, [tokens, width]);
    }
}

/// <summary>Attention and MLP of VideoMAE, each with its norm before and a shortcut around; tokens are (N, T, C).</summary>
internal sealed class VideoBlock : nn.Module<Tensor, Tensor>
{
    // As in the published configuration.
    private const double Epsilon = 1e-12;

    private readonly int _heads;
    private readonly LayerNorm _norm1;
    private readonly LayerNorm _norm2;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Parameter _queryBias;
    private readonly Parameter _valueBias;
    private readonly Linear _out;
    private readonly Linear _expand;
    private readonly Linear _contract;

    public VideoBlock(int width, int heads)
        : base("block")
    {
        _heads = heads;
        _query = Plain();
        _key = Plain();
        _value = Plain();
        _queryBias = new Parameter(zeros(width));
        _valueBias = new Parameter(zeros(width));
        _out = TransformerLayers.Drawn(nn.Linear(width, width));
        _expand = TransformerLayers.Drawn(nn.Linear(width, 4 * width));
        _contract = TransformerLayers.Drawn(nn.Linear(4 * width, width));
        var inner = new Named("query", _query);
        inner.register_parameter("q_bias", _queryBias);
        inner.register_parameter("v_bias", _valueBias);
        inner.register_module("key", _key);
        inner.register_module("value", _value);
        var attention = new Named("attention", inner);
        attention.register_module("output", new Named("dense", _out));
        register_module("layernorm_before", _norm1 = nn.LayerNorm(width, eps: Epsilon));
        register_module("attention", attention);
        register_module("layernorm_after", _norm2 = nn.LayerNorm(width, eps: Epsilon));
        register_module("intermediate", new Named("dense", _expand));
        register_module("output", new Named("dense", _contract));

        Linear Plain() => TransformerLayers.Drawn(nn.Linear(width, width, hasBias: false));
    }

    public override Tensor forward(Tensor x)
    {
        var normed = _norm1.call(x);
        var queries = nn.functional.linear(normed, _query.weight!, _queryBias);
        var values = nn.functional.linear(normed, _value.weight!, _valueBias);
        x += _out.call(TokenAttention.Mix(queries, _key.call(normed), values, _heads));
        return x + _contract.call(nn.functional.gelu(_expand.call(_norm2.call(x))));
    }

    protected override void RegisterComponents()
    {
    }
}
