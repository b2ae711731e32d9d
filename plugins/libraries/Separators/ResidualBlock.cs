namespace PluginHost.Separators;

/// <summary>Two 3x3 convolutions with batch norm around a shortcut, as in ResNet-18; state names as in torchvision's.</summary>
public sealed class ResidualBlock : nn.Module
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
    /// <param name="x">Input, (N, inputs, H, W).</param>
    /// <returns>Output, (N, outputs, H / stride, W / stride).</returns>
    public Tensor Run(Tensor x)
    {
        var inner = nn.functional.relu(_firstNorm.call(_first.call(x)), inplace: true);
        inner = _secondNorm.call(_second.call(inner));
        return nn.functional.relu(inner + (_shortcut is null ? x : _shortcut.call(x)), inplace: true);
    }
}
