namespace PluginHost.Plugins.OneAvm.Networks;

/// <summary>
/// A residual network of basic blocks (He et al., CVPR 2016) that gives the maps of all its levels: a 7x7 convolution of stride 2, a maximum of
/// stride 2, and stages that halve up to a largest stride. State names as in torchvision's ResNet-18.
/// </summary>
internal sealed class ResidualEncoder : nn.Module
{
    private readonly Conv2d _first;
    private readonly BatchNorm2d _firstNorm;
    private readonly ResidualBlock[][] _stages;

    /// <summary>Creates the network from the global generator: convolutions by He's rule (fan out), the rest by PyTorch's defaults.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="channels">Channels of the stages.</param>
    /// <param name="blocks">Blocks in each stage.</param>
    /// <param name="largestStride">Pixels of the input from one place of the last level to the next, at most.</param>
    public ResidualEncoder(int inputs, IReadOnlyList<int> channels, int blocks, int largestStride = int.MaxValue)
        : base("encoder")
    {
        _first = nn.Conv2d(inputs, channels[0], 7, stride: 2, padding: 3, bias: false);
        _firstNorm = nn.BatchNorm2d(channels[0]);
        register_module("conv1", _first);
        register_module("bn1", _firstNorm);
        _stages = new ResidualBlock[channels.Count][];
        Stride = 4;
        for (var stage = 0; stage < channels.Count; stage++)
        {
            var halves = stage > 0 && Stride * 2 <= largestStride;
            if (halves) Stride *= 2;
            _stages[stage] = new ResidualBlock[blocks];
            var members = new ModuleList<ResidualBlock>();
            for (var block = 0; block < blocks; block++)
            {
                var from = block > 0 ? channels[stage] : channels[Math.Max(stage - 1, 0)];
                members.Add(_stages[stage][block] = new(from, channels[stage], halves && block == 0 ? 2 : 1));
            }

            register_module($"layer{stage + 1}", members);
        }

        using var grad = no_grad();
        foreach (var convolution in modules().OfType<Conv2d>())
            nn.init.kaiming_normal_(convolution.weight!, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
    }

    /// <summary>Pixels of the input from one place of the last level to the next.</summary>
    public int Stride { get; }

    /// <summary>Runs the network.</summary>
    /// <param name="x">Input, (N, inputs, H, W).</param>
    /// <returns>The level of stride 2, then those of the stages: (N, channels, H / stride, W / stride).</returns>
    public Tensor[] Run(Tensor x)
    {
        var levels = new Tensor[_stages.Length + 1];
        levels[0] = nn.functional.relu(_firstNorm.call(_first.call(x)), inplace: true);
        x = nn.functional.max_pool2d(levels[0], 3, stride: 2, padding: 1);
        for (var stage = 0; stage < _stages.Length; stage++)
        {
            foreach (var block in _stages[stage]) x = block.Run(x);
            levels[stage + 1] = x;
        }

        return levels;
    }
}

/// <summary>Two 3x3 convolutions with batch norm around a shortcut, which is a convolution where width or stride changes.</summary>
internal sealed class ResidualBlock : nn.Module
{
    [ComponentName(Name = "conv1")]
    private readonly Conv2d _first;

    [ComponentName(Name = "bn1")]
    private readonly BatchNorm2d _firstNorm;

    [ComponentName(Name = "conv2")]
    private readonly Conv2d _second;

    [ComponentName(Name = "bn2")]
    private readonly BatchNorm2d _secondNorm;

    [ComponentName(Name = "downsample")]
    private readonly Sequential? _shortcut;

    /// <summary>Creates the block.</summary>
    /// <param name="inputs">Channels coming in.</param>
    /// <param name="outputs">Channels going out.</param>
    /// <param name="stride">The first convolution's stride.</param>
    public ResidualBlock(int inputs, int outputs, int stride)
        : base("block")
    {
        _first = nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);
        _firstNorm = nn.BatchNorm2d(outputs);
        _second = nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false);
        _secondNorm = nn.BatchNorm2d(outputs);
        if (stride != 1 || inputs != outputs)
            _shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false), nn.BatchNorm2d(outputs));
        RegisterComponents();
    }

    /// <summary>Runs the block.</summary>
    /// <param name="x">Input, (N, inputs, H, W).</param>
    /// <returns>Output, (N, outputs, H / stride, W / stride).</returns>
    public Tensor Run(Tensor x)
    {
        var inner = nn.functional.relu(_firstNorm.call(_first.call(x)), inplace: true);
        inner = _secondNorm.call(_second.call(inner));
        return nn.functional.relu(inner + (_shortcut is null ? x : _shortcut.call(x)), inplace: true);
    }
}
