namespace PluginHost.Plugins.AvMoe;

/// <summary>An expert that sees the other modality, compressed to a few tokens.</summary>
internal sealed class CrossModalAdapter : nn.Module
{
    private readonly Bottleneck _bottleneck;

    public CrossModalAdapter(AvMoeOptions options, int width)
        : base("cross")
    {
        _bottleneck = new(options, width, rectified: true);
        register_parameter("tokens", new Parameter(nn.init.normal_(empty(options.Tokens, width))));
        register_parameter("gate", new Parameter(zeros(1)));
        register_module("bottleneck", _bottleneck);
    }

    /// <summary>What it adds to tokens (N, L, D) with those of the other modality brought to (N, L, D).</summary>
    public Tensor Adapt(Tensor x, Tensor other) => _bottleneck.call(
        TokenCompression.Fuse(x, TokenCompression.Compress(get_parameter("tokens")!, other), get_parameter("gate")!));

    protected override void RegisterComponents()
    {
    }
}

/// <summary>An expert that sees its own modality alone.</summary>
internal sealed class UnimodalAdapter : nn.Module
{
    private const int Heads = 4;
    private const double Dropout = 0.2;
    private readonly OwnContext _context;
    private readonly Bottleneck _bottleneck;
    private readonly Linear? _qkv;
    private readonly Linear? _proj;

    public UnimodalAdapter(AvMoeOptions options, int width)
        : base("own")
    {
        _context = options.Context;
        _bottleneck = new(options, width, rectified: false);
        register_module("bottleneck", _bottleneck);
        switch (_context)
        {
            case OwnContext.Attention:
                (_qkv, _proj) = (nn.Linear(width, 3 * width), nn.Linear(width, width));
                register_module("qkv", _qkv);
                register_module("proj", _proj);
                break;
            case OwnContext.Compression:
                register_parameter("tokens", new Parameter(nn.init.normal_(empty(options.Tokens, width))));
                register_parameter("gate", new Parameter(zeros(1)));
                break;
            case OwnContext.Self:
                register_parameter("gate", new Parameter(zeros(1)));
                break;
        }
    }

    /// <summary>What it adds to tokens (N, L, D).</summary>
    public Tensor Adapt(Tensor x) => _bottleneck.call(_context switch
    {
        OwnContext.Attention => x + Attend(x),
        OwnContext.Compression => TokenCompression.Fuse(x, TokenCompression.Compress(get_parameter("tokens")!, x), get_parameter("gate")!),
        OwnContext.Self => TokenCompression.Fuse(x, x, get_parameter("gate")!),
        _ => x,
    });

    protected override void RegisterComponents()
    {
    }

    private Tensor Attend(Tensor x)
    {
        var (rows, tokens, width) = (x.size(0), x.size(1), x.size(2));
        var parts = _qkv!.call(x).view(rows, tokens, 3, Heads, width / Heads).permute(2, 0, 3, 1, 4);
        var weights = (parts[0].matmul(parts[1].transpose(2, 3)) / Math.Sqrt((double)width / Heads)).softmax(-1);
        var mixed = nn.functional.dropout(weights, Dropout, training).matmul(parts[2]);
        return _proj!.call(mixed.transpose(1, 2).reshape(rows, tokens, width));
    }
}
