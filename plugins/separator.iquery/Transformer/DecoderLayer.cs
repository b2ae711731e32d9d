namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>
/// A decoder layer. The first one attends to motion only; the others attend to each other and then to the sound. The original creates the
/// blocks of both kinds in every layer: they are kept here without gradient when official checkpoints are to load.
/// </summary>
internal sealed class DecoderLayer : nn.Module
{
    [ComponentName(Name = "self_attn")]
    private readonly Attention? _self;

    [ComponentName(Name = "multihead_attn")]
    private readonly Attention? _sound;

    [ComponentName(Name = "cross_attn_motion")]
    private readonly Attention? _motion;

    [ComponentName(Name = "norm4")]
    private readonly LayerNorm? _norm4;

    [ComponentName(Name = "linear1")]
    private readonly Linear _linear1;

    [ComponentName(Name = "linear2")]
    private readonly Linear _linear2;

    [ComponentName(Name = "norm1")]
    private readonly LayerNorm? _norm1;

    [ComponentName(Name = "norm2")]
    private readonly LayerNorm? _norm2;

    [ComponentName(Name = "norm3")]
    private readonly LayerNorm _norm3;

    /// <summary>Creates a layer.</summary>
    /// <param name="options">Sizes.</param>
    /// <param name="motion">Whether the layer attends to motion.</param>
    public DecoderLayer(IQueryOptions options, bool motion)
        : base("decoder layer")
    {
        var (sounds, moves) = (!motion || options.UnusedBlocks, motion || options.UnusedBlocks);
        _self = sounds ? new(options.Hidden, options.Heads) : null;
        _sound = sounds ? new(options.Hidden, options.Heads) : null;
        _motion = moves ? new(options.Hidden, options.Heads) : null;
        _norm4 = moves ? nn.LayerNorm(options.Hidden) : null;
        _linear1 = FeedForward.Create(options.Hidden, options.FeedForward);
        _linear2 = FeedForward.Create(options.FeedForward, options.Hidden);
        _norm1 = sounds ? nn.LayerNorm(options.Hidden) : null;
        _norm2 = sounds ? nn.LayerNorm(options.Hidden) : null;
        _norm3 = nn.LayerNorm(options.Hidden);
        RegisterComponents();
        nn.Module?[] unused = motion ? [_self, _sound, _norm1, _norm2] : [_motion, _norm4];
        foreach (var parameter in unused.OfType<nn.Module>().SelectMany(module => module.parameters())) parameter.requires_grad_(false);
    }

    /// <summary>Attends to motion, then runs the feed-forward part.</summary>
    /// <param name="targets">Targets, (rows, queries, width).</param>
    /// <param name="codes">The queries' codes, broadcastable to the targets.</param>
    /// <param name="motion">Motion, (rows, steps, width).</param>
    /// <param name="position">Position codes of the steps, (1, steps, width).</param>
    /// <param name="allowed">True for steps that are no padding, bool (rows, 1, 1, steps); <see langword="null"/> for all.</param>
    /// <returns>Targets.</returns>
    public Tensor CrossAttendMotion(Tensor targets, Tensor codes, Tensor motion, Tensor position, Tensor? allowed)
    {
        var seen = _motion!.Attend(
            _motion.Queries(targets + codes), _motion.Keys(motion + position), _motion.Values(motion), allowed);
        targets = _norm4!.call(targets + seen);
        return _norm3.call(targets + FeedForward.Apply(_linear1, _linear2, targets));
    }

    /// <summary>Attends to the other queries.</summary>
    /// <param name="targets">Targets, (rows, queries, width).</param>
    /// <param name="codes">The queries' codes, (1, queries, width).</param>
    /// <param name="pick">Picks the queries whose result is wanted, (rows, q, width) from (rows, queries, width).</param>
    /// <returns>Targets, (rows, q, width).</returns>
    public Tensor SelfAttend(Tensor targets, Tensor codes, Func<Tensor, Tensor> pick)
    {
        var placed = targets + codes;
        var seen = _self!.Attend(_self.Queries(pick(placed)), _self.Keys(placed), _self.Values(targets));
        return _norm1!.call(pick(targets) + seen);
    }

    /// <summary>Attends to the sound, then runs the feed-forward part.</summary>
    /// <param name="targets">Targets, (rows, queries, width).</param>
    /// <param name="codes">The queries' codes, broadcastable to the targets.</param>
    /// <param name="memory">The encoder's memory, (items, tokens, width).</param>
    /// <param name="position">Position codes of the tokens, (1, tokens, width).</param>
    /// <param name="layout">Which row asks which item.</param>
    /// <returns>Targets.</returns>
    public Tensor CrossAttendSound(Tensor targets, Tensor codes, Tensor memory, Tensor position, RowLayout layout)
    {
        var heard = _sound!.Attend(
            _sound.Queries(layout.Gather(targets + codes)),
            layout.PerQuery(_sound.Keys(memory + position)),
            layout.PerQuery(_sound.Values(memory)));
        targets = _norm2!.call(targets + layout.Scatter(heard));
        return _norm3.call(targets + FeedForward.Apply(_linear1, _linear2, targets));
    }
}
