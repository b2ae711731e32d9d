namespace PluginHost.Networks;

/// <summary>
/// A block of a Swin transformer: x + attention, then x + MLP. Its two branches can be asked for one by one, so that others can add to the
/// shortcut beside each.
/// </summary>
public sealed class SwinBlock : nn.Module<Tensor, Tensor>
{
    private readonly bool _normsLast;
    private readonly LayerNorm _norm1;
    private readonly WindowAttention _attention;
    private readonly LayerNorm _norm2;
    private readonly Linear _fc1;
    private readonly Linear _fc2;

    internal SwinBlock(SwinOptions options, int stage, bool shifted)
        : base("block")
    {
        var width = options.WidthOf(stage);
        _normsLast = options.Version == SwinVersion.Two;
        (_norm1, _norm2) = (nn.LayerNorm(width), nn.LayerNorm(width));
        _attention = new(options, stage, shifted);
        _fc1 = TransformerLayers.Drawn(nn.Linear(width, options.MlpRatio * width));
        _fc2 = TransformerLayers.Drawn(nn.Linear(options.MlpRatio * width, width));
        register_module("norm1", _norm1);
        register_module("attn", _attention);
        register_module("norm2", _norm2);
        register_module("mlp", new Pair(_fc1, _fc2));
    }

    /// <summary>What attention adds to its input.</summary>
    /// <param name="x">Tokens, (N, T, C).</param>
    /// <returns>A tensor of the same shape, without the shortcut.</returns>
    public Tensor Attend(Tensor x) => _normsLast ? _norm1.call(_attention.call(x)) : _attention.call(_norm1.call(x));

    /// <summary>What the MLP adds to its input.</summary>
    /// <param name="x">Tokens, (N, T, C).</param>
    /// <returns>A tensor of the same shape, without the shortcut.</returns>
    public Tensor Transform(Tensor x) => _normsLast ? _norm2.call(Mlp(x)) : Mlp(_norm2.call(x));

    /// <summary>The whole block.</summary>
    /// <param name="input">Tokens, (N, T, C).</param>
    /// <returns>Tokens of the same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        var x = input + Attend(input);
        return x + Transform(x);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    private Tensor Mlp(Tensor x) => _fc2.call(nn.functional.gelu(_fc1.call(x)));

    // The names of the authors' files have the two layers of the MLP in a module of their own.
    private sealed class Pair : nn.Module
    {
        public Pair(Linear fc1, Linear fc2)
            : base("mlp")
        {
            register_module("fc1", fc1);
            register_module("fc2", fc2);
        }

        protected override void RegisterComponents()
        {
        }
    }
}

/// <summary>Attention among the tokens of a window, with biases by relative position; windows may be shifted by half their side.</summary>
internal sealed class WindowAttention : nn.Module<Tensor, Tensor>
{
    private const int BiasHidden = 512;
    // Cosines are scaled by at most 100, and biases lie within 0 and 16 (CVPR 2022, equations 3 and 4 and the released code).
    private static readonly double s_largestScale = Math.Log(100);
    private readonly int _side;
    private readonly int _window;
    private readonly int _shift;
    private readonly int _heads;
    private readonly bool _cosine;
    private readonly Linear _qkv;
    private readonly Linear _proj;
    private readonly Sequential? _positions;

    public WindowAttention(SwinOptions options, int stage, bool shifted)
        : base("attn")
    {
        var width = options.WidthOf(stage);
        _side = options.Side(stage);
        _window = Math.Min(options.Window, _side);
        _shift = shifted && _side > options.Window ? _window / 2 : 0;
        (_heads, _cosine) = (options.Heads[stage], options.Version == SwinVersion.Two);
        _qkv = TransformerLayers.Drawn(nn.Linear(width, 3 * width, hasBias: !_cosine));
        _proj = TransformerLayers.Drawn(nn.Linear(width, width));
        register_module("qkv", _qkv);
        register_module("proj", _proj);
        register_buffer("relative_position_index", WindowPlaces.Index(_window), persistent: false);
        if (_shift > 0) register_buffer("attn_mask", WindowPlaces.Mask(_side, _window, _shift), persistent: false);
        if (!_cosine)
        {
            var places = ((2 * _window) - 1) * ((2 * _window) - 1);
            register_parameter("relative_position_bias_table", new Parameter(nn.init.normal_(empty(places, _heads), std: 0.02)));
            return;
        }

        register_buffer("relative_coords_table", WindowPlaces.Coordinates(_window), persistent: false);
        register_parameter("logit_scale", new Parameter(full([_heads, 1, 1], Math.Log(10))));
        register_parameter("q_bias", new Parameter(zeros(width)));
        register_parameter("v_bias", new Parameter(zeros(width)));
        _positions = nn.Sequential(
            ("0", TransformerLayers.Drawn(nn.Linear(2, BiasHidden))),
            ("1", nn.ReLU()),
            ("2", TransformerLayers.Drawn(nn.Linear(BiasHidden, _heads, hasBias: false))));
        register_module("cpb_mlp", _positions);
    }

    public override Tensor forward(Tensor x)
    {
        var (rows, width, area, across) = (x.size(0), x.size(2), _window * _window, _side / _window);
        var grid = x.view(rows, _side, _side, width);
        if (_shift > 0) grid = grid.roll([-_shift, -_shift], [1, 2]);
        var windows = grid.view(rows, across, _window, across, _window, width).permute(0, 1, 3, 2, 4, 5).reshape(-1, area, width);
        var mixed = Attend(windows, across * across).view(rows, across, across, _window, _window, width).permute(0, 1, 3, 2, 4, 5)
            .reshape(rows, _side, _side, width);
        if (_shift > 0) mixed = mixed.roll([_shift, _shift], [1, 2]);
        return mixed.reshape(rows, _side * _side, width);
    }

    protected override void RegisterComponents()
    {
    }

    private Tensor Attend(Tensor windows, int perRow)
    {
        var (count, area, width) = (windows.size(0), windows.size(1), windows.size(2));
        var projected = _cosine
            ? nn.functional.linear(windows, _qkv.weight!, cat([get_parameter("q_bias")!, zeros_like(get_parameter("q_bias")!), get_parameter("v_bias")!]))
            : _qkv.call(windows);
        var parts = projected.view(count, area, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4);
        var (queries, keys, values) = (parts[0], parts[1], parts[2]);
        var scores = _cosine
            ? nn.functional.normalize(queries, dim: -1).matmul(nn.functional.normalize(keys, dim: -1).transpose(2, 3))
                * get_parameter("logit_scale")!.clamp(max: s_largestScale).exp()
            : queries.matmul(keys.transpose(2, 3)) / Math.Sqrt((double)width / _heads);
        scores += Biases(area).unsqueeze(0);
        if (_shift > 0)
        {
            scores = (scores.view(count / perRow, perRow, _heads, area, area) + get_buffer("attn_mask")!.unsqueeze(1).unsqueeze(0))
                .view(count, _heads, area, area);
        }

        return _proj.call(scores.softmax(-1).matmul(values).transpose(1, 2).reshape(count, area, width));
    }

    // (heads, area, area)
    private Tensor Biases(long area)
    {
        var table = _positions is null
            ? get_parameter("relative_position_bias_table")!
            : 16 * _positions.call(get_buffer("relative_coords_table")!).sigmoid();
        return table.index_select(0, get_buffer("relative_position_index")!).view(area, area, _heads).permute(2, 0, 1);
    }
}

/// <summary>Where the tokens of a window stand to each other.</summary>
internal static class WindowPlaces
{
    /// <summary>For each pair of a window's tokens the row of the table of relative positions, int64 (area * area).</summary>
    public static Tensor Index(int window)
    {
        var (area, wide) = (window * window, (2 * window) - 1);
        var index = new long[area * area];
        for (var a = 0; a < area; a++)
        {
            for (var b = 0; b < area; b++)
                index[(a * area) + b] = (((a / window) - (b / window) + window - 1) * wide) + (a % window) - (b % window) + window - 1;
        }

        return tensor(index);
    }

    /// <summary>
    /// The relative positions of the table on a logarithmic scale, float32 (places, 2): sign(8 d) log2(|8 d| + 1) / 3, with d from -1 to 1.
    /// </summary>
    public static Tensor Coordinates(int window)
    {
        var wide = (2 * window) - 1;
        var values = new float[wide * wide * 2];
        for (var place = 0; place < wide * wide; place++)
        {
            values[2 * place] = Scaled((place / wide) - window + 1, window);
            values[(2 * place) + 1] = Scaled((place % wide) - window + 1, window);
        }

        return tensor(values).reshape(wide * wide, 2);
    }

    /// <summary>-100 between tokens that are in one window by the shift alone, float32 (windows, area, area).</summary>
    public static Tensor Mask(int side, int window, int shift)
    {
        var (across, area) = (side / window, window * window);
        var values = new float[across * across * area * area];
        for (var w = 0; w < across * across; w++)
        {
            for (var pair = 0; pair < area * area; pair++)
                values[(w * area * area) + pair] = Region(w, pair / area) == Region(w, pair % area) ? 0 : -100;
        }

        return tensor(values).reshape(across * across, area, area);

        int Region(int w, int token) =>
            (3 * Part((w / across * window) + (token / window))) + Part((w % across * window) + (token % window));
        int Part(int place) => place < side - window ? 0 : place < side - shift ? 1 : 2;
    }

    private static float Scaled(int offset, int window)
    {
        var distance = window == 1 ? 0 : 8.0 * offset / (window - 1);
        return (float)(Math.Sign(distance) * Math.Log2(Math.Abs(distance) + 1) / 3);
    }
}
