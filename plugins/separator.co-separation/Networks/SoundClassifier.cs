namespace PluginHost.Plugins.CoSeparation.Networks;

/// <summary>
/// The audio classifier (docs/separation.md, "Co-Separation"): a ResNet-18 over one channel, maximum over all places, a linear map to the
/// classes. State names as in the official checkpoints.
/// </summary>
internal sealed class SoundClassifier : nn.Module
{
    // Convolution and norm; modules in plain fields would be registered under the fields' names as well.
    private readonly nn.Module<Tensor, Tensor>[] _stem;
    private readonly List<ResidualBlock> _blocks = [];

    /// <summary>Creates the network with PyTorch's default initial weights, from the global generator.</summary>
    /// <param name="channels">Channels of the stages.</param>
    /// <param name="blocks">Blocks in each stage.</param>
    /// <param name="classes">The number of classes.</param>
    public SoundClassifier(IReadOnlyList<int> channels, int blocks, int classes)
        : base("classifier")
    {
        _stem = [nn.Conv2d(1, channels[0], 7, stride: 2, padding: 3, bias: false), nn.BatchNorm2d(channels[0])];
        // Places 2 and 3 are ReLU and pooling, which have no state.
        var trunk = new ModuleDict<nn.Module> { { "0", _stem[0] }, { "1", _stem[1] } };
        for (var stage = 0; stage < channels.Count; stage++)
        {
            var members = new ModuleList<ResidualBlock>();
            for (var block = 0; block < blocks; block++)
            {
                var inputs = block > 0 ? channels[stage] : channels[Math.Max(stage - 1, 0)];
                members.Add(new(inputs, channels[stage], stage > 0 && block == 0 ? 2 : 1));
            }

            _blocks.AddRange(members);
            trunk.Add((stage + 4).ToString(System.Globalization.CultureInfo.InvariantCulture), members);
        }

        register_module("feature_extraction", trunk);
        Rows = nn.Linear(channels[^1], classes);
        register_module("fc", Rows);
    }

    /// <summary>The map to the classes, one row and one bias per class.</summary>
    [field: ComponentName(Name = "fc")]
    public Linear Rows { get; }

    /// <summary>Describes sounds.</summary>
    /// <param name="x">Log spectrograms, (rows, 1, H, W).</param>
    /// <returns>Pooled vectors, (rows, channels of the last stage).</returns>
    public Tensor Pool(Tensor x)
    {
        x = nn.functional.relu(_stem[1].call(_stem[0].call(x)), inplace: true);
        x = nn.functional.max_pool2d(x, 3, stride: 2, padding: 1);
        foreach (var block in _blocks) x = block.Run(x);
        return nn.functional.adaptive_max_pool2d(x, [1, 1]).flatten(1);
    }
}

/// <summary>Two 3x3 convolutions with batch norm around a shortcut, as in ResNet-18; state names as in torchvision's.</summary>
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
    /// <param name="stride">
    /// The first convolution's stride; with another number of channels or a stride above 1 the shortcut is a convolution.
    /// </param>
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
    /// <param name="x">Input, (rows, inputs, H, W).</param>
    /// <returns>Output, (rows, outputs, H / stride, W / stride).</returns>
    public Tensor Run(Tensor x)
    {
        var inner = nn.functional.relu(_firstNorm.call(_first.call(x)), inplace: true);
        inner = _secondNorm.call(_second.call(inner));
        return nn.functional.relu(inner + (_shortcut is null ? x : _shortcut.call(x)), inplace: true);
    }
}
