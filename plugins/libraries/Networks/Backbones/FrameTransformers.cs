namespace PluginHost.Networks;

/// <summary>The shape of a transformer over the frames of a sound.</summary>
/// <param name="Bands">Bands of a frame, such as mels.</param>
/// <param name="Width">Channels of a token; even, and divisible by the heads. The number of features.</param>
/// <param name="Depth">Number of layers.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="Hidden">Hidden channels of each layer.</param>
public sealed record FrameTransformerOptions(int Bands, int Width = 16, int Depth = 2, int Heads = 2, int Hidden = 32);

/// <summary>
/// Small transformers over sound, a token a frame, without class layer: a linear map of the bands, sinusoidal positions (Vaswani et al., 2017,
/// section 3.5; no parameters), layers with the norm after each branch as in BERT, and the mean over frames. Stages are <c>embed</c>,
/// <c>layer0</c> and so on, <c>pool</c>. Parameters: B W + W for the map, and for each layer 4 W^2 + 4 W, 2 W H + W + H and 4 W.
/// </summary>
public static class FrameTransformers
{
    /// <summary>Makes a network for pictures (N, 1, bands, frames) of any number of frames.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="seed">Decides the weights (PyTorch's defaults for linear layers).</param>
    /// <returns>The network.</returns>
    /// <exception cref="JobException">Sizes do not divide.</exception>
    public static Backbone Create(FrameTransformerOptions options, long seed)
    {
        NetworkFault.CheckPositive(options.Bands, "bands", "transformer");
        NetworkFault.CheckPositive(options.Width, "width", "transformer");
        NetworkFault.CheckPositive(options.Depth, "depth", "transformer");
        NetworkFault.CheckPositive(options.Heads, "heads", "transformer");
        NetworkFault.CheckPositive(options.Hidden, "hidden", "transformer");
        if (options.Width % options.Heads != 0 || options.Width % 2 != 0)
            throw NetworkFault.Of(NetworkFault.Options, "heads", $"{options.Width} channels do not divide among {options.Heads} heads.");
        List<StagePlan> plans = [new("embed", () => new FrameEmbedding(options))];
        for (var layer = 0; layer < options.Depth; layer++) plans.Add(new($"layer{layer}", () => new FrameLayer(options)));
        plans.Add(new("pool", () => new MeanOverFrames()));
        return new Backbone(plans, options.Width, [1, options.Bands, 0], seed);
    }
}

/// <summary>Frames as tokens with positions: (N, 1, B, T) to (N, T, W).</summary>
internal sealed class FrameEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly Linear _map;
    private readonly int _width;

    public FrameEmbedding(FrameTransformerOptions options)
        : base("embed")
    {
        _width = options.Width;
        _map = nn.Linear(options.Bands, options.Width);
        register_module("map", _map);
    }

    public override Tensor forward(Tensor x)
    {
        var tokens = _map.call(x.squeeze(1).transpose(1, 2));
        return tokens + Positions(tokens.size(1), tokens);
    }

    protected override void RegisterComponents()
    {
    }

    // sin and cos of t / 10000^(2 i / W), the sines first.
    private Tensor Positions(long frames, Tensor like)
    {
        var half = _width / 2;
        var rates = exp(arange(half, dtype: ScalarType.Float32, device: like.device) * (-Math.Log(10000) / half));
        var angles = arange(frames, dtype: ScalarType.Float32, device: like.device).unsqueeze(1) * rates;
        return cat([angles.sin(), angles.cos()], 1).to(like.dtype);
    }
}

/// <summary>Attention and two linear maps with ReLU, each followed by a sum with its input and a layer norm.</summary>
internal sealed class FrameLayer : nn.Module<Tensor, Tensor>
{
    private readonly int _heads;
    private readonly Linear _qkv;
    private readonly Linear _proj;
    private readonly Linear _fc1;
    private readonly Linear _fc2;
    private readonly LayerNorm _norm1;
    private readonly LayerNorm _norm2;

    public FrameLayer(FrameTransformerOptions options)
        : base("layer")
    {
        var width = options.Width;
        _heads = options.Heads;
        (_qkv, _proj) = (nn.Linear(width, 3 * width), nn.Linear(width, width));
        (_fc1, _fc2) = (nn.Linear(width, options.Hidden), nn.Linear(options.Hidden, width));
        (_norm1, _norm2) = (nn.LayerNorm(width), nn.LayerNorm(width));
        register_module("qkv", _qkv);
        register_module("proj", _proj);
        register_module("norm1", _norm1);
        register_module("fc1", _fc1);
        register_module("fc2", _fc2);
        register_module("norm2", _norm2);
    }

    public override Tensor forward(Tensor x)
    {
        x = _norm1.call(x + Attention(x));
        return _norm2.call(x + _fc2.call(nn.functional.relu(_fc1.call(x))));
    }

    protected override void RegisterComponents()
    {
    }

    private Tensor Attention(Tensor x)
    {
        var (rows, frames, width) = (x.size(0), x.size(1), x.size(2));
        var parts = _qkv.call(x).view(rows, frames, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4);
        var (queries, keys, values) = (parts[0], parts[1], parts[2]);
        var weights = (queries.matmul(keys.transpose(2, 3)) / Math.Sqrt((double)width / _heads)).softmax(-1);
        return _proj.call(weights.matmul(values).transpose(1, 2).reshape(rows, frames, width));
    }
}

/// <summary>The mean over all frames: (N, T, W) to (N, W).</summary>
internal sealed class MeanOverFrames() : nn.Module<Tensor, Tensor>("pool")
{
    public override Tensor forward(Tensor x) => x.mean([1]);
}
