namespace PluginHost.Networks;

/// <summary>What a vision transformer's features are.</summary>
public enum TokenPooling
{
    /// <summary>The class token after the last norm.</summary>
    ClassToken,

    /// <summary>The mean of the picture's own tokens after the last norm; class token and prompts do not count.</summary>
    Mean,
}

/// <summary>The shape of a vision transformer.</summary>
/// <param name="ImageSize">Height and width of a picture in pixels; divisible by the patch.</param>
/// <param name="Patch">Height and width of a patch.</param>
/// <param name="Width">Channels of a token; divisible by the heads. The number of features.</param>
/// <param name="Depth">Number of blocks.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="Channels">Channels of the picture.</param>
/// <param name="MlpRatio">Hidden width of an MLP, in widths.</param>
/// <param name="Pooling">What the features are.</param>
public sealed record VisionTransformerOptions(
    int ImageSize, int Patch, int Width, int Depth, int Heads, int Channels = 3, int MlpRatio = 4,
    TokenPooling Pooling = TokenPooling.ClassToken);

/// <summary>
/// Vision transformers (Dosovitskiy et al., ICLR 2021) with the norm before each branch, without class layer. Stages are <c>embed</c>,
/// <c>block0</c> and so on, <c>norm</c>. Block k has the sites <c>prompt</c>, <c>prefix</c>, <c>adapter</c>, and a scale-shift site after
/// every operation (SSF, Lian et al., 2022): <c>film_norm1</c>, <c>film_qkv</c>, <c>film_proj</c>, <c>film_norm2</c>, <c>film_fc1</c>,
/// <c>film_fc2</c>; so have <c>embed</c> and <c>norm</c>: <c>film</c>.
/// </summary>
public static class VisionTransformers
{
    /// <summary>Makes a network. Weights are normal of deviation 0.02, biases zero.</summary>
    /// <param name="options">Its shape. 224, 16, 192, 12, 3 is ViT-Ti/16 with 5,524,416 parameters.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <returns>The network.</returns>
    /// <exception cref="JobException">Sizes do not divide.</exception>
    public static Backbone Create(VisionTransformerOptions options, long seed)
    {
        Check(options);
        var side = options.ImageSize / options.Patch;
        List<StagePlan> plans = [new("embed", () => new PatchEmbedding(options))];
        for (var block = 0; block < options.Depth; block++)
            plans.Add(new($"block{block}", () => new TransformerBlock(options, side * side)));
        plans.Add(new("norm", () => new LastNorm(options, side * side)));
        return new Backbone(plans, options.Width, [options.Channels, options.ImageSize, options.ImageSize], seed);
    }

    private static void Check(VisionTransformerOptions options)
    {
        NetworkFault.CheckPositive(options.Patch, "patch", "vit");
        NetworkFault.CheckPositive(options.ImageSize, "imageSize", "vit");
        NetworkFault.CheckPositive(options.Width, "width", "vit");
        NetworkFault.CheckPositive(options.Depth, "depth", "vit");
        NetworkFault.CheckPositive(options.Heads, "heads", "vit");
        NetworkFault.CheckPositive(options.Channels, "channels", "vit");
        NetworkFault.CheckPositive(options.MlpRatio, "mlpRatio", "vit");
        if (options.ImageSize % options.Patch != 0)
            throw NetworkFault.Of(NetworkFault.Options, "patch",
                $"{options.ImageSize} pixels do not divide into patches of {options.Patch}.");
        if (options.Width % options.Heads != 0)
            throw NetworkFault.Of(NetworkFault.Options, "heads", $"{options.Width} channels do not divide among {options.Heads} heads.");
    }
}

/// <summary>Patches as tokens behind the class token, with learned positions.</summary>
internal sealed class PatchEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _patches;
    private readonly Site _film;

    public PatchEmbedding(VisionTransformerOptions options)
        : base("embed")
    {
        var side = options.ImageSize / options.Patch;
        _patches = nn.Conv2d(options.Channels, options.Width, options.Patch, stride: options.Patch);
        nn.init.normal_(_patches.weight!, std: 0.02);
        nn.init.zeros_(_patches.bias!);
        _film = new Site(SiteKind.ScaleShift, options.Width);
        register_module("patches", _patches);
        register_module("film", _film);
        register_parameter("class_token", new Parameter(nn.init.normal_(empty(1, 1, options.Width), std: 0.02)));
        register_parameter("positions", new Parameter(nn.init.normal_(empty(1, 1 + (side * side), options.Width), std: 0.02)));
    }

    public override Tensor forward(Tensor x)
    {
        var tokens = _film.Change(_patches.call(x)).flatten(2).transpose(1, 2);
        var first = get_parameter("class_token")!.expand(tokens.size(0), -1, -1);
        return cat([first, tokens], 1) + get_parameter("positions")!;
    }

    protected override void RegisterComponents()
    {
    }
}

/// <summary>The last norm, and the features of each row.</summary>
internal sealed class LastNorm : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm _norm;
    private readonly Site _film;
    private readonly TokenPooling _pooling;
    private readonly int _patches;

    public LastNorm(VisionTransformerOptions options, int patches)
        : base("norm")
    {
        (_pooling, _patches) = (options.Pooling, patches);
        _norm = nn.LayerNorm(options.Width, eps: TransformerBlock.Epsilon);
        _film = new Site(SiteKind.ScaleShift, options.Width);
        register_module("norm", _norm);
        register_module("film", _film);
    }

    public override Tensor forward(Tensor x)
    {
        x = _film.Change(_norm.call(x));
        return _pooling == TokenPooling.ClassToken ? x.select(1, 0) : x.narrow(1, x.size(1) - _patches, _patches).mean([1]);
    }

    protected override void RegisterComponents()
    {
    }
}
