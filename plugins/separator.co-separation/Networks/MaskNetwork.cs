namespace PluginHost.Plugins.CoSeparation.Networks;

/// <summary>
/// The U-Net of Co-Separation (docs/separation.md, "Co-Separation"): hears the mixture, is told an object vector at its bottom, and answers
/// with a mask. Down: 4x4 convolutions of stride 2, batch norm, LeakyReLU; up: transposed 4x4 convolutions of stride 2, batch norm, ReLU;
/// biases everywhere. State names as in the official checkpoints.
/// </summary>
internal sealed class MaskNetwork : nn.Module
{
    private const double Slope = 0.2;

    // Index k is stage k + 1; the outermost stage up has no norm.
    private readonly Conv2d[] _down;
    private readonly BatchNorm2d[] _downNorm;
    private readonly ConvTranspose2d[] _up;
    private readonly BatchNorm2d?[] _upNorm;

    /// <summary>Creates the network with PyTorch's default initial weights, from the global generator.</summary>
    /// <param name="channels">Channels of each stage on the way down.</param>
    /// <param name="vector">Size of the object vector.</param>
    public MaskNetwork(IReadOnlyList<int> channels, int vector)
        : base("sound")
    {
        var stages = channels.Count;
        (_down, _downNorm) = (new Conv2d[stages], new BatchNorm2d[stages]);
        (_up, _upNorm) = (new ConvTranspose2d[stages], new BatchNorm2d?[stages]);
        for (var stage = 0; stage < stages; stage++)
        {
            _down[stage] = nn.Conv2d(stage == 0 ? 1 : channels[stage - 1], channels[stage], 4, stride: 2, padding: 1);
            _downNorm[stage] = nn.BatchNorm2d(channels[stage]);
            register_module($"audionet_convlayer{stage + 1}", nn.Sequential(_down[stage], _downNorm[stage]));
        }

        for (var stage = stages - 1; stage >= 0; stage--)
        {
            var inputs = stage == stages - 1 ? vector + channels[stage] : 2 * channels[stage];
            _up[stage] = nn.ConvTranspose2d(inputs, stage == 0 ? 1 : channels[stage - 1], 4, stride: 2, padding: 1);
            var layer = nn.Sequential(_up[stage]);
            if (stage > 0) layer = nn.Sequential(_up[stage], _upNorm[stage] = nn.BatchNorm2d(channels[stage - 1]));
            register_module($"audionet_upconvlayer{stages - stage}", layer);
        }
    }

    /// <summary>Runs the network: down once per item, up once per row.</summary>
    /// <param name="input">Log magnitudes, (items, 1, H, W), both sizes divisible by 2^stages.</param>
    /// <param name="objects">Object vectors, (rows, vector).</param>
    /// <param name="layout">Which row asks which item.</param>
    /// <param name="maps">
    /// Takes every feature map by name, normed and before its activation; <see langword="null"/> if none is wanted.
    /// </param>
    /// <returns>Mask logits, (rows, 1, H, W).</returns>
    public Tensor Run(Tensor input, Tensor objects, RowLayout layout, Dictionary<string, Tensor>? maps)
    {
        var stages = _down.Length;
        var skips = new Tensor[stages];
        var x = input;
        for (var stage = 0; stage < stages; stage++)
        {
            x = _downNorm[stage].call(_down[stage].call(x));
            maps?.Add($"d{stage + 1}", x);
            skips[stage] = x = nn.functional.leaky_relu(x, Slope, inplace: maps is null);
        }

        x = layout.PerRow(x);
        x = cat([objects.unsqueeze(-1).unsqueeze(-1).expand(-1, -1, x.shape[2], x.shape[3]).to_type(x.dtype), x], 1);
        for (var stage = stages - 1; stage >= 0; stage--)
        {
            if (stage < stages - 1) x = cat([x, layout.PerRow(skips[stage])], 1);
            x = _up[stage].call(x);
            if (_upNorm[stage] is not { } norm) continue;
            x = norm.call(x);
            maps?.Add($"u{stage + 1}", x);
            x = nn.functional.relu(x, inplace: maps is null);
        }

        return x;
    }
}
