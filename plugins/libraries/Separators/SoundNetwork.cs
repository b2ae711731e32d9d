namespace PluginHost.Separators;

/// <summary>
/// The audio U-Net of iQuery (docs/separation.md, "iQuery") and of its predecessor, Sound-of-Pixels. Down: 4x4 convolutions of stride 2;
/// up: x2 and 3x3 convolutions; batch norm everywhere but after the first and last convolution and at the bottom; no biases, unless the
/// last convolution is told to have one. State names as in iQuery's official checkpoints.
/// </summary>
/// <remarks>On a CPU most convolutions on the way up are one operation with the doubling before them, so hooks on those layers are not called.</remarks>
public sealed class SoundNetwork : nn.Module
{
    private const double Slope = 0.2;
    private readonly int _stages;
    private readonly int _latentStage;
    private readonly bool _bilinear;

    // Registered by hand like the rest; TorchSharp would add it once more under the field's name.
    [ComponentName(Name = "bn0")]
    private readonly BatchNorm2d _inputNorm;

    // Index k is stage k + 1; a missing norm is null.
    private readonly Conv2d[] _down;
    private readonly BatchNorm2d?[] _downNorm;
    private readonly Conv2d[] _up;
    private readonly BatchNorm2d?[] _upNorm;

    /// <summary>Creates the network with PyTorch's default initial weights, from the global generator.</summary>
    /// <param name="channels">Channels of each stage on the way down.</param>
    /// <param name="outputs">Channels of the sound features.</param>
    /// <param name="latentStage">The stage on the way up that gives the latent.</param>
    /// <param name="bilinear">Whether upsampling is bilinear with aligned corners, and not by nearest neighbour.</param>
    /// <param name="lastBias">Whether the last convolution has a bias.</param>
    public SoundNetwork(IReadOnlyList<int> channels, int outputs, int latentStage, bool bilinear = false, bool lastBias = false)
        : base("sound")
    {
        _stages = channels.Count;
        _latentStage = latentStage;
        _bilinear = bilinear;
        (_down, _up) = (new Conv2d[_stages], new Conv2d[_stages]);
        (_downNorm, _upNorm) = (new BatchNorm2d?[_stages], new BatchNorm2d?[_stages]);
        _inputNorm = nn.BatchNorm2d(1);
        register_module("bn0", _inputNorm);
        for (var stage = 0; stage < _stages; stage++) AddDown(stage, stage == 0 ? 1 : channels[stage - 1], channels[stage]);
        for (var stage = _stages - 1; stage >= 0; stage--)
        {
            var inputs = stage == _stages - 1 ? channels[stage] : 2 * channels[stage];
            AddUp(stage, inputs, stage == 0 ? outputs : channels[stage - 1], lastBias && stage == 0);
        }
    }

    /// <summary>Runs the network.</summary>
    /// <param name="input">Log magnitudes, (B, 1, H, W), both sizes divisible by 2^stages.</param>
    /// <param name="maps">Takes every feature map by name, before its activation; <see langword="null"/> if none is wanted.</param>
    /// <returns>Sound features (B, outputs, H, W) and latent (B, channels, H / 2^(stage-1), W / 2^(stage-1)).</returns>
    public (Tensor Features, Tensor Latent) Run(Tensor input, Dictionary<string, Tensor>? maps)
    {
        var skips = new Tensor[_stages];
        var x = _inputNorm.call(input);
        for (var stage = 0; stage < _stages; stage++)
        {
            // In place, as the original does; the rectified skip is rectified again on the way up, so that makes no difference there.
            if (stage > 0) x = nn.functional.leaky_relu(x, Slope, inplace: maps is null);
            x = _down[stage].call(x);
            if (_downNorm[stage] is { } norm)
            {
                x = norm.call(x);
                maps?.Add($"d{stage + 1}", x);
            }

            skips[stage] = x;
        }

        Tensor? latent = null;
        for (var stage = _stages - 1; stage >= 0; stage--)
        {
            if (stage < _stages - 1) x = cat([skips[stage], x], 1);
            x = nn.functional.relu(x, inplace: true);
            x = Up(x, _up[stage]);
            if (_upNorm[stage] is { } norm)
            {
                x = norm.call(x);
                maps?.Add($"u{stage + 1}", x);
            }

            if (stage == _latentStage - 1) latent = x;
        }

        return (x, latent!);
    }

    private Tensor Up(Tensor x, Conv2d convolution)
    {
        if (_bilinear)
            return convolution.call(nn.functional.interpolate(x, scale_factor: [2.0, 2.0], mode: InterpolationMode.Bilinear, align_corners: true));
        return DoubledConvolution.Pays(x)
            ? DoubledConvolution.Apply(x, convolution.weight!, convolution.bias)
            : convolution.call(NearestTwice.apply(x));
    }

    private void AddDown(int stage, int inputs, int outputs)
    {
        _down[stage] = nn.Conv2d(inputs, outputs, 4, stride: 2, padding: 1, bias: false);
        register_module($"downconv{stage + 1}", _down[stage]);
        if (stage == 0 || stage == _stages - 1) return;
        var norm = nn.BatchNorm2d(outputs);
        _downNorm[stage] = norm;
        register_module($"downnorm{stage + 1}", norm);
    }

    private void AddUp(int stage, int inputs, int outputs, bool bias)
    {
        _up[stage] = nn.Conv2d(inputs, outputs, 3, stride: 1, padding: 1, bias: bias);
        register_module($"upconv{stage + 1}", _up[stage]);
        if (stage == 0) return;
        var norm = nn.BatchNorm2d(outputs);
        _upNorm[stage] = norm;
        register_module($"upnorm{stage + 1}", norm);
    }
}
