namespace PluginHost.Networks;

/// <summary>The two published makes of a Swin transformer.</summary>
public enum SwinVersion
{
    /// <summary>The norm before each branch, a table of position biases (Liu et al., ICCV 2021).</summary>
    One,

    /// <summary>The norm after each branch, cosine attention, position biases from a small network (Liu et al., CVPR 2022).</summary>
    Two,
}

/// <summary>The shape of a Swin transformer.</summary>
/// <param name="ImageSize">Height and width of a picture in pixels; divisible by the patch and by 2 for each merge.</param>
/// <param name="Patch">Height and width of a patch.</param>
/// <param name="Width">Channels of a token in the first stage; they double from stage to stage.</param>
/// <param name="Depths">Blocks of each stage.</param>
/// <param name="Heads">Heads of each stage's attentions; each divides the stage's channels.</param>
/// <param name="Window">Tokens on a side of a window; a stage with fewer on a side is one window.</param>
/// <param name="Channels">Channels of the picture.</param>
/// <param name="Version">Which make.</param>
/// <param name="MlpRatio">Hidden width of an MLP, in widths.</param>
public sealed record SwinOptions(
    int ImageSize, int Patch, int Width, IReadOnlyList<int> Depths, IReadOnlyList<int> Heads, int Window, int Channels = 3,
    SwinVersion Version = SwinVersion.Two, int MlpRatio = 4)
{
    /// <summary>Tokens on a side in a stage.</summary>
    /// <param name="stage">The stage, from 0.</param>
    public int Side(int stage) => ImageSize / Patch >> stage;

    /// <summary>Channels of a token in a stage.</summary>
    /// <param name="stage">The stage, from 0.</param>
    public int WidthOf(int stage) => Width << stage;
}

/// <summary>
/// A Swin transformer without class layer, open between its blocks: attention within windows that are shifted in every second block, and
/// merges of 2 x 2 tokens between stages. Parameters have the names of the authors' files (<c>layers.0.blocks.1.attn.qkv.weight</c>), which
/// are timm's before its version 0.9 too; <c>192, 4, 192, [2, 2, 18, 2], [6, 12, 24, 48], 12</c> is Swin-V2-L.
/// </summary>
public sealed class SwinTransformer : nn.Module<Tensor, Tensor>
{
    private readonly SwinPatches _patches;
    private readonly SwinStage[] _stages;
    private readonly LayerNorm _norm;

    /// <summary>Makes a network. Weights of linear layers are normal of deviation 0.02, biases zero.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <exception cref="JobException">Sizes do not divide.</exception>
    public SwinTransformer(SwinOptions options, long seed)
        : base("swin")
    {
        Check(options);
        Options = options;
        using var seeded = new SeededInitialisation(seed);
        _patches = new(options);
        _stages = [.. Enumerable.Range(0, options.Depths.Count).Select(stage => new SwinStage(options, stage))];
        _norm = nn.LayerNorm(options.WidthOf(options.Depths.Count - 1));
        register_module("patch_embed", _patches);
        register_module("layers", nn.ModuleList(_stages));
        register_module("norm", _norm);
        foreach (var each in ModuleTensors.All(this)) each.Tensor.DetachFromDisposeScope();
    }

    /// <summary>The shape.</summary>
    public SwinOptions Options { get; }

    /// <summary>Channels of a token of the last stage.</summary>
    public int Features => Options.WidthOf(Stages - 1);

    /// <summary>The number of stages.</summary>
    public int Stages => _stages.Length;

    /// <summary>The blocks of a stage, in order.</summary>
    /// <param name="stage">The stage, from 0.</param>
    public IReadOnlyList<SwinBlock> Blocks(int stage) => _stages[stage].Blocks;

    /// <summary>Tokens of pictures, as the first block takes them.</summary>
    /// <param name="pictures">(N, channels, size, size).</param>
    /// <returns>(N, tokens, width).</returns>
    /// <exception cref="JobException">The pictures have another shape.</exception>
    public Tensor Embed(Tensor pictures)
    {
        var shape = pictures.shape;
        if (shape.Length == 4 && shape[1] == Options.Channels && shape[2] == Options.ImageSize && shape[3] == Options.ImageSize)
            return _patches.call(pictures);
        throw NetworkFault.Of(NetworkFault.Shape, "swin", $"The input is {NetworkFault.Sizes(shape)}.",
            $"Give (N, {Options.Channels}, {Options.ImageSize}, {Options.ImageSize}).");
    }

    /// <summary>What comes behind the blocks of a stage: the merge of tokens, or after the last stage the norm.</summary>
    /// <param name="stage">The stage, from 0.</param>
    /// <param name="tokens">Tokens of the stage.</param>
    /// <returns>Tokens of the next stage, or of the network.</returns>
    public Tensor Leave(int stage, Tensor tokens) => stage == Stages - 1 ? _norm.call(tokens) : _stages[stage].Merge(tokens);

    /// <summary>The whole network.</summary>
    /// <param name="input">(N, channels, size, size).</param>
    /// <returns>Tokens of the last stage behind the norm, (N, tokens, features).</returns>
    public override Tensor forward(Tensor input)
    {
        var x = Embed(input);
        for (var stage = 0; stage < Stages; stage++)
        {
            foreach (var block in Blocks(stage)) x = block.call(x);
            x = Leave(stage, x);
        }

        return x;
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    private static void Check(SwinOptions options)
    {
        NetworkFault.CheckPositive(options.Patch, "patch", "swin");
        NetworkFault.CheckPositive(options.Width, "width", "swin");
        NetworkFault.CheckPositive(options.Window, "window", "swin");
        NetworkFault.CheckPositive(options.Channels, "channels", "swin");
        NetworkFault.CheckPositive(options.MlpRatio, "mlpRatio", "swin");
        NetworkFault.CheckPositive(options.Depths.Count, "depths", "swin");
        if (options.Heads.Count != options.Depths.Count)
            throw NetworkFault.Of(NetworkFault.Options, "heads", $"{options.Heads.Count} numbers of heads are given for {options.Depths.Count} stages.");
        var unit = options.Patch << (options.Depths.Count - 1);
        if (options.ImageSize < unit || options.ImageSize % unit != 0)
            throw NetworkFault.Of(NetworkFault.Options, "patch", $"{options.ImageSize} pixels do not divide by {unit}, as {options.Depths.Count} stages need.");
        for (var stage = 0; stage < options.Depths.Count; stage++)
        {
            NetworkFault.CheckPositive(options.Depths[stage], $"depths[{stage}]", "swin");
            NetworkFault.CheckPositive(options.Heads[stage], $"heads[{stage}]", "swin");
            var (side, width) = (options.Side(stage), options.WidthOf(stage));
            if (width % options.Heads[stage] != 0)
                throw NetworkFault.Of(NetworkFault.Options, $"heads[{stage}]", $"{width} channels do not divide among {options.Heads[stage]} heads.");
            if (side > options.Window && side % options.Window != 0)
            {
                throw NetworkFault.Of(NetworkFault.Options, "window",
                    $"{side} tokens on a side of stage {stage + 1} do not divide into windows of {options.Window}.");
            }
        }
    }
}

/// <summary>Patches as tokens: a convolution and a norm.</summary>
internal sealed class SwinPatches : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _proj;
    private readonly LayerNorm _norm;

    public SwinPatches(SwinOptions options)
        : base("patch_embed")
    {
        _proj = nn.Conv2d(options.Channels, options.Width, options.Patch, stride: options.Patch);
        _norm = nn.LayerNorm(options.Width);
        register_module("proj", _proj);
        register_module("norm", _norm);
    }

    public override Tensor forward(Tensor x) => _norm.call(_proj.call(x).flatten(2).transpose(1, 2));

    protected override void RegisterComponents()
    {
    }
}

/// <summary>The blocks of a resolution and the merge behind them.</summary>
internal sealed class SwinStage : nn.Module
{
    private readonly SwinMerge? _merge;

    public SwinStage(SwinOptions options, int stage)
        : base("layer")
    {
        Blocks = [.. Enumerable.Range(0, options.Depths[stage]).Select(block => new SwinBlock(options, stage, shifted: block % 2 == 1))];
        register_module("blocks", nn.ModuleList([.. Blocks]));
        if (stage == options.Depths.Count - 1) return;
        _merge = new(options, stage);
        register_module("downsample", _merge);
    }

    public IReadOnlyList<SwinBlock> Blocks { get; }

    public Tensor Merge(Tensor tokens) => _merge!.call(tokens);

    protected override void RegisterComponents()
    {
    }
}

/// <summary>2 x 2 tokens as one of twice the channels: (N, T, C) to (N, T / 4, 2 C).</summary>
internal sealed class SwinMerge : nn.Module<Tensor, Tensor>
{
    private readonly int _side;
    private readonly bool _normsLast;
    private readonly Linear _reduction;
    private readonly LayerNorm _norm;

    public SwinMerge(SwinOptions options, int stage)
        : base("downsample")
    {
        var width = options.WidthOf(stage);
        (_side, _normsLast) = (options.Side(stage), options.Version == SwinVersion.Two);
        _reduction = nn.Linear(4 * width, 2 * width, hasBias: false);
        nn.init.normal_(_reduction.weight!, std: 0.02);
        _norm = nn.LayerNorm(_normsLast ? 2 * width : 4 * width);
        register_module("reduction", _reduction);
        register_module("norm", _norm);
    }

    public override Tensor forward(Tensor x)
    {
        var (half, width) = (_side / 2, x.size(2));
        // (row, column) within a square in the order (0, 0), (1, 0), (0, 1), (1, 1).
        var squares = x.view(x.size(0), half, 2, half, 2, width).permute(0, 1, 3, 4, 2, 5).reshape(x.size(0), half * half, 4 * width);
        return _normsLast ? _norm.call(_reduction.call(squares)) : _reduction.call(_norm.call(squares));
    }

    protected override void RegisterComponents()
    {
    }
}
