namespace PluginHost.Networks;

/// <summary>The shape of CLIP's picture encoder.</summary>
/// <param name="ImageSize">Height and width of a picture in pixels; divisible by the patch.</param>
/// <param name="Patch">Height and width of a patch.</param>
/// <param name="Width">Channels of a token; divisible by the heads.</param>
/// <param name="Depth">Number of blocks.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="Output">Numbers of a feature.</param>
public sealed record ClipOptions(int ImageSize = 224, int Patch = 32, int Width = 768, int Depth = 12, int Heads = 12, int Output = 512);

/// <summary>
/// The vision transformer of CLIP (Radford et al., ICML 2021), which turns pictures into the vectors that are compared with texts. The
/// defaults are ViT-B/32 with 87,849,216 parameters. Names are those of the authors' files behind <c>visual.</c>, such as
/// <c>transformer.resblocks.0.attn.in_proj_weight</c>.
/// </summary>
/// <remarks>
/// Patches without bias, a class token, a norm before the blocks and one behind them, norms before both branches of a block, and
/// x sigmoid(1.702 x) in its MLP. Features are the class token times <c>proj</c>; their length is not 1.
/// </remarks>
public sealed class ClipTransformer : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _patches;
    private readonly Parameter _class;
    private readonly Parameter _positions;
    private readonly Parameter _projection;
    private readonly LayerNorm _before;
    private readonly LayerNorm _behind;
    private readonly ClipBlock[] _blocks;

    /// <summary>Makes a network. Weights are normal, of deviation 1 / sqrt(width) for what is no layer.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <exception cref="JobException">Sizes do not divide.</exception>
    public ClipTransformer(ClipOptions options, long seed)
        : base("clip")
    {
        Options = options;
        PictureSizes.Check("clip", options.ImageSize, options.Patch, options.Width, options.Depth, options.Heads);
        NetworkFault.CheckPositive(options.Output, "output", "clip");
        var width = options.Width;
        var deviation = 1 / Math.Sqrt(width);
        var side = options.ImageSize / options.Patch;
        using var seeded = new SeededInitialisation(seed);
        _patches = nn.Conv2d(3, width, options.Patch, stride: options.Patch, bias: false);
        _class = new Parameter(nn.init.normal_(empty(width), std: deviation));
        _positions = new Parameter(nn.init.normal_(empty(1 + (side * side), width), std: deviation));
        _projection = new Parameter(nn.init.normal_(empty(width, options.Output), std: deviation));
        _before = nn.LayerNorm(width);
        _behind = nn.LayerNorm(width);
        _blocks = [.. Enumerable.Range(0, options.Depth).Select(_ => new ClipBlock(width, options.Heads))];
        register_module("conv1", _patches);
        register_parameter("class_embedding", _class);
        register_parameter("positional_embedding", _positions);
        register_module("ln_pre", _before);
        register_module("transformer", new Named("resblocks", nn.ModuleList(_blocks)));
        register_module("ln_post", _behind);
        register_parameter("proj", _projection);
        ModuleTensors.Keep(this);
    }

    /// <summary>The shape.</summary>
    public ClipOptions Options { get; }

    /// <summary>The features of pictures.</summary>
    /// <param name="input">(N, 3, size, size), values as CLIP's mean and deviation make them.</param>
    /// <returns>(N, output).</returns>
    /// <exception cref="JobException">The pictures have another shape.</exception>
    public override Tensor forward(Tensor input)
    {
        var size = Options.ImageSize;
        if (input.shape is not [_, 3, var height, var width] || height != size || width != size)
        {
            throw NetworkFault.Of(NetworkFault.Shape, "clip", $"The input is {NetworkFault.Sizes(input)}.",
                $"Give (N, 3, {size}, {size}).");
        }

        var tokens = _patches.call(input).flatten(2).transpose(1, 2);
        var first = _class.expand(tokens.size(0), 1, -1);
        var x = _before.call(cat([first, tokens], 1) + _positions);
        foreach (var block in _blocks) x = block.call(x);
        return _behind.call(x.select(1, 0)).matmul(_projection);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }
}

/// <summary>Attention and MLP of CLIP, each with its norm before and a shortcut around; tokens are (N, T, C).</summary>
internal sealed class ClipBlock : nn.Module<Tensor, Tensor>
{
    private readonly int _heads;
    private readonly LayerNorm _norm1;
    private readonly LayerNorm _norm2;
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly Linear _out;
    private readonly Linear _expand;
    private readonly Linear _contract;

    public ClipBlock(int width, int heads)
        : base("block")
    {
        _heads = heads;
        _weight = new Parameter(nn.init.xavier_uniform_(empty(3 * width, width)));
        _bias = new Parameter(zeros(3 * width));
        _out = TransformerLayers.Drawn(nn.Linear(width, width));
        _expand = TransformerLayers.Drawn(nn.Linear(width, 4 * width));
        _contract = TransformerLayers.Drawn(nn.Linear(4 * width, width));
        var attention = new Named("out_proj", _out);
        attention.register_parameter("in_proj_weight", _weight);
        attention.register_parameter("in_proj_bias", _bias);
        var mlp = new Named("c_fc", _expand);
        mlp.register_module("c_proj", _contract);
        register_module("ln_1", _norm1 = nn.LayerNorm(width));
        register_module("attn", attention);
        register_module("ln_2", _norm2 = nn.LayerNorm(width));
        register_module("mlp", mlp);
    }

    public override Tensor forward(Tensor x)
    {
        var parts = nn.functional.linear(_norm1.call(x), _weight, _bias).chunk(3, 2);
        x += _out.call(TokenAttention.Mix(parts[0], parts[1], parts[2], _heads));
        var hidden = _expand.call(_norm2.call(x));
        return x + _contract.call(hidden * (1.702 * hidden).sigmoid());
    }

    protected override void RegisterComponents()
    {
    }
}

/// <summary>A part of a network that only gives its members a name.</summary>
internal sealed class Named : nn.Module
{
    public Named(string name, nn.Module member)
        : base(name) => register_module(name, member);

    protected override void RegisterComponents()
    {
    }
}

/// <summary>Attention among tokens.</summary>
internal static class TokenAttention
{
    /// <summary>softmax(Q K^T / sqrt(C / heads)) V for each head.</summary>
    /// <param name="queries">(N, T, C).</param>
    /// <param name="keys">(N, T, C).</param>
    /// <param name="values">(N, T, C).</param>
    /// <param name="heads">Heads; divide C.</param>
    /// <returns>(N, T, C).</returns>
    public static Tensor Mix(Tensor queries, Tensor keys, Tensor values, int heads)
    {
        Tensor Heads(Tensor part) => part.reshape(part.size(0), part.size(1), heads, -1).transpose(1, 2);
        return nn.functional.scaled_dot_product_attention(Heads(queries), Heads(keys), Heads(values))
            .transpose(1, 2).reshape(queries.shape);
    }
}

/// <summary>Checks the sizes of transformers over pictures.</summary>
internal static class PictureSizes
{
    public static void Check(string where, int imageSize, int patch, int width, int depth, int heads)
    {
        NetworkFault.CheckPositive(imageSize, "imageSize", where);
        NetworkFault.CheckPositive(patch, "patch", where);
        NetworkFault.CheckPositive(width, "width", where);
        NetworkFault.CheckPositive(depth, "depth", where);
        NetworkFault.CheckPositive(heads, "heads", where);
        if (imageSize % patch != 0)
            throw NetworkFault.Of(NetworkFault.Options, "patch", $"{imageSize} pixels do not divide into patches of {patch}.");
        if (width % heads != 0)
            throw NetworkFault.Of(NetworkFault.Options, "heads", $"{width} channels do not divide among {heads} heads.");
    }
}
