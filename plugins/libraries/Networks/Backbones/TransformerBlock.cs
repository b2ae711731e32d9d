namespace PluginHost.Networks;

/// <summary>
/// Attention and MLP, each with its norm before and a shortcut around; tokens are (N, T, C): class token, prompts, patches.
/// </summary>
internal sealed class TransformerBlock : nn.Module<Tensor, Tensor>
{
    /// <summary>What layer norms add to the variance.</summary>
    public const double Epsilon = 1e-6;

    private readonly int _patches;
    private readonly int _heads;
    private readonly LayerNorm _norm1;
    private readonly LayerNorm _norm2;
    private readonly Linear _qkv;
    private readonly Linear _proj;
    private readonly Linear _fc1;
    private readonly Linear _fc2;
    private readonly Site _prompt;
    private readonly Site _prefix;
    private readonly Site _adapter;
    private readonly Dictionary<string, Site> _films = new(StringComparer.Ordinal);

    public TransformerBlock(VisionTransformerOptions options, int patches)
        : base("block")
    {
        var width = options.Width;
        (_patches, _heads) = (patches, options.Heads);
        _prompt = Add("prompt", SiteKind.Prompt, width);
        _norm1 = Add("norm1", nn.LayerNorm(width, eps: Epsilon), width);
        _qkv = Add("qkv", TransformerLayers.Drawn(nn.Linear(width, 3 * width)), 3 * width);
        _prefix = Add("prefix", SiteKind.Prefix, width);
        _proj = Add("proj", TransformerLayers.Drawn(nn.Linear(width, width)), width);
        _norm2 = Add("norm2", nn.LayerNorm(width, eps: Epsilon), width);
        _fc1 = Add("fc1", TransformerLayers.Drawn(nn.Linear(width, options.MlpRatio * width)), options.MlpRatio * width);
        _fc2 = Add("fc2", TransformerLayers.Drawn(nn.Linear(options.MlpRatio * width, width)), width);
        _adapter = Add("adapter", SiteKind.Adapter, width);
    }

    public override Tensor forward(Tensor x)
    {
        x = Prompted(x);
        x += Attention(Film("norm1", _norm1.call(x)));
        var hidden = nn.functional.gelu(Film("fc1", _fc1.call(Film("norm2", _norm2.call(x)))));
        return x + _adapter.AddTo(Film("fc2", _fc2.call(hidden)), x);
    }

    protected override void RegisterComponents()
    {
    }

    private T Add<T>(string name, T module, int outputs)
        where T : nn.Module
    {
        register_module(name, module);
        _films[name] = Add("film_" + name, SiteKind.ScaleShift, outputs);
        return module;
    }

    private Site Add(string name, SiteKind kind, int width)
    {
        var site = new Site(kind, width);
        register_module(name, site);
        return site;
    }

    private Tensor Film(string name, Tensor x) => _films[name].Change(x);

    /// <summary>Puts this block's prompts in the place of those that an earlier block put in.</summary>
    private Tensor Prompted(Tensor x) => _prompt.Tokens(x) is { } prompts
        ? cat([x.narrow(1, 0, 1), prompts, x.narrow(1, x.size(1) - _patches, _patches)], 1)
        : x;

    /// <summary>softmax(Q K^T / sqrt(C / heads)) V, with the prefix's keys and values first.</summary>
    private Tensor Attention(Tensor x)
    {
        var (rows, tokens, width) = (x.size(0), x.size(1), x.size(2));
        var parts = Film("qkv", _qkv.call(x)).chunk(3, 2);
        var (keys, values) = (parts[1], parts[2]);
        if (_prefix.Tokens(x) is { } prefix)
        {
            var pair = prefix.chunk(2, 1);
            (keys, values) = (cat([pair[0], keys], 1), cat([pair[1], values], 1));
        }

        Tensor Heads(Tensor part) => part.view(rows, part.size(1), _heads, width / _heads).transpose(1, 2);
        var scores = Heads(parts[0].contiguous()).matmul(Heads(keys.contiguous()).transpose(2, 3)) / Math.Sqrt((double)width / _heads);
        var mixed = scores.softmax(-1).matmul(Heads(values.contiguous())).transpose(1, 2).reshape(rows, tokens, width);
        return Film("proj", _proj.call(mixed));
    }
}

/// <summary>How layers of transformers are drawn.</summary>
public static class TransformerLayers
{
    /// <summary>Draws a linear layer as the published vision transformers do: weights normal of deviation 0.02, biases zero.</summary>
    /// <param name="linear">The layer.</param>
    /// <returns>The same layer.</returns>
    public static Linear Drawn(Linear linear)
    {
        nn.init.normal_(linear.weight!, std: 0.02);
        if (linear.bias is { } bias) nn.init.zeros_(bias);
        return linear;
    }
}
