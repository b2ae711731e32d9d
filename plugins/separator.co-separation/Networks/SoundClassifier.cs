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
