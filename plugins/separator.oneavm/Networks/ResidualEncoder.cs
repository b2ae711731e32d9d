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
