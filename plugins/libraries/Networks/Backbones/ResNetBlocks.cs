namespace PluginHost.Networks;

/// <summary>A convolution without bias, a batch norm, and the site behind it.</summary>
internal sealed class NormedConvolution : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _norm;
    private readonly Site _film;

    public NormedConvolution(int inputs, int outputs, int kernel, int stride)
        : base("convolution")
    {
        _conv = nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, bias: false);
        nn.init.kaiming_normal_(_conv.weight!, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        _norm = nn.BatchNorm2d(outputs);
        _film = new Site(SiteKind.ScaleShift, outputs);
    }

    /// <summary>Registers the three in the block that owns them: <c>conv1</c>, <c>norm1</c>, <c>film1</c>.</summary>
    public NormedConvolution Into(nn.Module owner, string suffix)
    {
        owner.register_module("conv" + suffix, _conv);
        owner.register_module("norm" + suffix, _norm);
        owner.register_module("film" + suffix, _film);
        return this;
    }

    public override Tensor forward(Tensor x) => _film.Change(_norm.call(_conv.call(x)));
}

/// <summary>The first layers of a ResNet.</summary>
internal sealed class ResNetStart : nn.Module<Tensor, Tensor>
{
    private readonly NormedConvolution _first;
    private readonly bool _large;

    public ResNetStart(ResNetStem stem, int channels, int width)
        : base("stem")
    {
        _large = stem == ResNetStem.Large;
        _first = new NormedConvolution(channels, width, _large ? 7 : 3, _large ? 2 : 1).Into(this, "");
    }

    public override Tensor forward(Tensor x)
    {
        x = nn.functional.relu(_first.call(x), inplace: true);
        return _large ? nn.functional.max_pool2d(x, 3, 2, 1) : x;
    }

    protected override void RegisterComponents()
    {
    }
}

/// <summary>Two 3x3 convolutions and a shortcut: relu(norm(conv(relu(norm(conv(x))))) + shortcut(x)).</summary>
internal sealed class BasicBlock : nn.Module<Tensor, Tensor>
{
    private readonly NormedConvolution _first;
    private readonly NormedConvolution _second;
    private readonly NormedConvolution? _projection;
    private readonly int _stride;
    private readonly int _added;

    public BasicBlock(int inputs, int outputs, int stride, ResNetShortcut shortcut)
        : base("block")
    {
        (_stride, _added) = (stride, outputs - inputs);
        _first = new NormedConvolution(inputs, outputs, 3, stride).Into(this, "1");
        _second = new NormedConvolution(outputs, outputs, 3, 1).Into(this, "2");
        if (shortcut == ResNetShortcut.Projection && (stride != 1 || _added != 0))
            _projection = new NormedConvolution(inputs, outputs, 1, stride).Into(this, "_shortcut");
    }

    public override Tensor forward(Tensor x)
    {
        // In place: nobody else reads what a norm gives, and its gradient does not need it.
        var branch = _second.call(nn.functional.relu(_first.call(x), inplace: true));
        return nn.functional.relu(branch.add_(Shortcut(x)), inplace: true);
    }

    protected override void RegisterComponents()
    {
    }

    private Tensor Shortcut(Tensor x)
    {
        if (_projection is not null) return _projection.call(x);
        if (_stride > 1) x = x[TensorIndex.Ellipsis, TensorIndex.Slice(step: _stride), TensorIndex.Slice(step: _stride)];
        return _added == 0 ? x : nn.functional.pad(x, [0, 0, 0, 0, 0, _added]);
    }
}

/// <summary>The mean over all pixels: (N, C, H, W) to (N, C).</summary>
internal sealed class MeanOverPixels() : nn.Module<Tensor, Tensor>("pool")
{
    public override Tensor forward(Tensor x) => x.mean([2, 3]);
}
