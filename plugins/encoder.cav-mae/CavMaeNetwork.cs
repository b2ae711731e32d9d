using TorchSharp.Modules;

namespace PluginHost.Plugins.CavMae;

/// <summary>
/// The network under the names of STELLA's code: <c>patch_embed_a</c>, <c>blocks_a</c>, <c>blocks_u</c>, <c>decoder_blocks</c> and so on, a
/// for sound, v for pictures, u for shared.
/// </summary>
internal sealed class CavMaeNetwork : nn.Module
{
    private readonly PairBlock[] _shared;
    private readonly PairBlock[] _decoder;
    private readonly LayerNorm _norm;
    private readonly LayerNorm _decoderNorm;
    private readonly Linear _decoderEmbed;

    /// <summary>Draws the weights from libtorch's generator.</summary>
    public CavMaeNetwork(CavMaeShape shape, PatchLayout layout)
        : base("cav-mae")
    {
        (Shape, Layout) = (shape, layout);
        Audio = new(this, "a", shape, layout.Side * layout.Side, 1, 1, layout.Times, layout.Frequencies, 1);
        Video = new(this, "v", shape, layout.Side * layout.Side, 3, 3, layout.Rows, layout.Columns, layout.Frames);
        _shared = Blocks(this, "blocks_u", shape.SharedBlocks, shape.Width, shape.Heads, shared: true);
        _norm = Norm(this, "norm", shape.Width);
        _decoderEmbed = TransformerLayers.Drawn(nn.Linear(shape.Width, shape.DecoderWidth));
        register_module("decoder_embed", _decoderEmbed);
        _decoder = Blocks(this, "decoder_blocks", shape.DecoderBlocks, shape.DecoderWidth, shape.DecoderHeads, shared: false);
        _decoderNorm = Norm(this, "decoder_norm", shape.DecoderWidth);
    }

    public CavMaeShape Shape { get; }

    public PatchLayout Layout { get; }

    public ModalityParts Audio { get; }

    public ModalityParts Video { get; }

    /// <summary>Whether a parameter belongs to what recovers patches.</summary>
    public static bool Decodes(string name) =>
        name.StartsWith("decoder_", StringComparison.Ordinal) || name.StartsWith("mask_token_", StringComparison.Ordinal)
        || name.StartsWith("mae_score_", StringComparison.Ordinal);

    /// <summary>The mean over tokens of one modality that has gone through the shared blocks alone: (rows, width).</summary>
    /// <param name="placed">Tokens with their second positions.</param>
    /// <param name="norms">The modality.</param>
    public Tensor Latent(Tensor placed, NormSet norms)
    {
        foreach (var block in _shared) placed = block.Run(placed, norms);
        return (norms == NormSet.Audio ? Audio : Video).Norm.call(placed).mean([1L]);
    }

    /// <summary>Both modalities through the shared blocks together, before the last norm.</summary>
    public PairTokens Join(Tensor audio, Tensor video)
    {
        var x = cat([audio, video], 1);
        foreach (var block in _shared) x = block.Run(x);
        var first = audio.shape[1];
        return new(x.narrow(1, 0, first), x.narrow(1, first, video.shape[1]));
    }

    /// <summary>Recovers patches of one modality: visible tokens and a mask token for each target, each at its position.</summary>
    /// <param name="part">The modality.</param>
    /// <param name="joined">Visible tokens after <see cref="Join"/>, (rows, n, width).</param>
    /// <param name="visible">Their patches, int64 (rows, n).</param>
    /// <param name="target">The patches to recover, int64 (rows, m).</param>
    /// <returns>(rows, m, values of a patch).</returns>
    public Tensor Recover(ModalityParts part, Tensor joined, Tensor visible, Tensor target)
    {
        var seen = _decoderEmbed.call(_norm.call(joined));
        var (rows, count, targets) = (seen.shape[0], visible.shape[1], target.shape[1]);
        var x = cat([seen, part.MaskToken.expand(rows, targets, -1)], 1);
        x = x + PatchLayout.Pick(part.DecoderPositions.expand(rows, -1, -1), cat([visible, target], 1)) + part.DecoderModality;
        foreach (var block in _decoder) x = block.Run(x);
        return part.Score.call(_decoderNorm.call(x).narrow(1, count, targets));
    }

    protected override void RegisterComponents()
    {
    }

    internal static PairBlock[] Blocks(nn.Module owner, string name, int count, int width, int heads, bool shared)
    {
        var stack = new ModuleGroup(name);
        PairBlock[] blocks = [.. Enumerable.Range(0, count).Select(i => stack.Add($"{i}", new PairBlock(width, heads, shared)))];
        owner.register_module(name, stack);
        return blocks;
    }

    internal static LayerNorm Norm(nn.Module owner, string name, int width)
    {
        var norm = nn.LayerNorm(width);
        owner.register_module(name, norm);
        return norm;
    }
}

/// <summary>What belongs to one modality. All of it is registered with the network.</summary>
internal sealed class ModalityParts
{
    private readonly Conv2d _embed;
    private readonly PairBlock[] _blocks;
    private readonly Parameter _modality;
    private readonly Parameter _positions;
    private readonly Parameter _secondPositions;

    public ModalityParts(
        nn.Module owner, string letter, CavMaeShape shape, int pixels, int channels, int colours, int rows, int columns, int repeats)
    {
        var side = (long)Math.Sqrt(pixels);
        _embed = nn.Conv2d(channels, shape.Width, side, stride: side);
        using (no_grad())
        {
            using var drawn = nn.init.xavier_uniform_(empty(shape.Width, channels * pixels));
            _embed.weight!.copy_(drawn.reshape(_embed.weight.shape));
        }

        var embed = new ModuleGroup("patch_embed_" + letter);
        embed.Add("proj", _embed);
        owner.register_module(embed.GetName(), embed);
        _positions = Register("pos_embed_", Grid(shape.Width));
        _secondPositions = Register("inter_pos_embed_", Grid(shape.Width));
        _modality = Register("modality_", nn.init.normal_(empty(1, 1, shape.Width), std: 0.02));
        Norm = CavMaeNetwork.Norm(owner, "norm_" + letter, shape.Width);
        _blocks = CavMaeNetwork.Blocks(owner, "blocks_" + letter, shape.SeparateBlocks, shape.Width, shape.Heads, shared: false);
        MaskToken = Register("mask_token_", nn.init.normal_(empty(1, 1, shape.DecoderWidth), std: 0.02));
        DecoderPositions = Register("decoder_pos_embed_", Grid(shape.DecoderWidth));
        DecoderModality = Register("decoder_modality_", nn.init.normal_(empty(1, 1, shape.DecoderWidth), std: 0.02));
        Score = TransformerLayers.Drawn(nn.Linear(shape.DecoderWidth, colours * pixels));
        var score = new ModuleGroup(letter == "a" ? "mae_score_audio" : "mae_score_video");
        score.Add("decoder", Score);
        owner.register_module(score.GetName(), score);

        Tensor Grid(int width) => Positions.Of(rows, columns, width).repeat(1, repeats, 1);

        Parameter Register(string name, Tensor value)
        {
            var parameter = new Parameter(value);
            owner.register_parameter(name + letter, parameter);
            return parameter;
        }
    }

    /// <summary>The last norm of this modality by itself.</summary>
    public LayerNorm Norm { get; }

    /// <summary>Stands for a patch to recover, (1, 1, decoder width).</summary>
    public Parameter MaskToken { get; }

    /// <summary>Positions in the decoder, (1, patches, decoder width).</summary>
    public Parameter DecoderPositions { get; }

    /// <summary>Tells the decoder the modality, (1, 1, decoder width).</summary>
    public Parameter DecoderModality { get; }

    /// <summary>From the decoder's channels to the values of a patch.</summary>
    public Linear Score { get; }

    /// <summary>The blocks of this modality over the patches given.</summary>
    /// <param name="values">Patches (rows, n, values).</param>
    /// <param name="index">Which patches they are, int64 (rows, n); <see langword="null"/> for all in order.</param>
    /// <returns>Tokens (rows, n, width) before the second positions.</returns>
    public Tensor Encode(Tensor values, Tensor? index)
    {
        // The kernel's colours come last, as in a patch.
        var x = nn.functional.linear(values, _embed.weight!.permute(0, 2, 3, 1).flatten(1), _embed.bias!) + _modality + At(_positions, index, values.shape[0]);
        foreach (var block in _blocks) x = block.Run(x);
        return x;
    }

    /// <summary>Adds the positions that tokens get before the shared blocks.</summary>
    public Tensor Place(Tensor tokens, Tensor? index) => tokens + At(_secondPositions, index, tokens.shape[0]);

    private static Tensor At(Tensor positions, Tensor? index, long rows) =>
        index is null ? positions : PatchLayout.Pick(positions.expand(rows, -1, -1), index);
}
