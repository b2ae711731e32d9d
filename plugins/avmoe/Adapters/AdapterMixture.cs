namespace PluginHost.Plugins.AvMoe;

/// <summary>
/// The experts of one place and their router: softmax(MLP([mean(x); mean(Y)])) weighs every expert's answer (no expert is left out), where Y is
/// the other modality brought to the shape of x. What it gives is added to the residual stream.
/// </summary>
internal sealed class AdapterMixture : nn.Module
{
    private readonly Conv1d _alignTokens;
    private readonly Linear _alignWidth;
    private readonly Sequential _router;
    private readonly CrossModalAdapter[] _cross;
    private readonly UnimodalAdapter[] _own;
    private readonly double _noise;

    /// <summary>Makes a place.</summary>
    /// <param name="options">The experts.</param>
    /// <param name="own">Tokens and channels where it stands.</param>
    /// <param name="other">Tokens and channels of the other modality there.</param>
    public AdapterMixture(AvMoeOptions options, (int Tokens, int Width) own, (int Tokens, int Width) other)
        : base("mixture")
    {
        _noise = options.RouterNoise;
        _alignTokens = nn.Conv1d(other.Tokens, own.Tokens, 1);
        _alignWidth = nn.Linear(other.Width, own.Width);
        _cross = [.. Enumerable.Range(0, options.CrossModal).Select(_ => new CrossModalAdapter(options, own.Width))];
        _own = [.. Enumerable.Range(0, options.Unimodal).Select(_ => new UnimodalAdapter(options, own.Width))];
        _router = nn.Sequential(
            ("0", nn.Linear(2 * own.Width, 128)), ("1", nn.ReLU()), ("2", nn.Linear(128, 32)), ("3", nn.ReLU()),
            ("4", nn.Linear(32, _cross.Length + _own.Length)));
        register_module("align_tokens", _alignTokens);
        register_module("align_width", _alignWidth);
        register_module("router", _router);
        register_module("cross", nn.ModuleList(_cross));
        register_module("own", nn.ModuleList(_own));
    }

    /// <summary>What the experts add, and the weights of the cross-modal ones, then of the unimodal ones.</summary>
    /// <param name="x">Tokens where it stands, (N, L, D).</param>
    /// <param name="other">Tokens of the other modality, (N, M, E).</param>
    /// <returns>(N, L, D) and (N, experts).</returns>
    public (Tensor Added, Tensor Weights) Run(Tensor x, Tensor other)
    {
        var aligned = _alignWidth.call(_alignTokens.call(other));
        var scores = _router.call(cat([x.mean([1]), aligned.mean([1])], 1));
        if (training && _noise > 0) scores += _noise * randn_like(scores);
        var weights = scores.softmax(-1);
        Tensor? added = null;
        for (var expert = 0; expert < _cross.Length + _own.Length; expert++)
        {
            var answer = expert < _cross.Length ? _cross[expert].Adapt(x, aligned) : _own[expert - _cross.Length].Adapt(x);
            var weighted = weights.narrow(1, expert, 1).unsqueeze(2) * answer;
            added = added is null ? weighted : added + weighted;
        }

        return (added!, weights);
    }

    protected override void RegisterComponents()
    {
    }
}
