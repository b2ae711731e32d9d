namespace PluginHost.Plugins.AvMoe;

/// <summary>
/// The bottleneck of every expert, behind a gate that begins closed: layer norm, grouped 1 x 1 convolution to fewer channels, batch norm, ReLU if
/// it has one, grouped convolution back, batch norm, layer norm, times g = 0.
/// </summary>
internal sealed class Bottleneck : nn.Module<Tensor, Tensor>
{
    private readonly bool _rectified;
    private readonly LayerNorm _before;
    private readonly Conv1d _down;
    private readonly BatchNorm1d _downNorm;
    private readonly Conv1d _up;
    private readonly BatchNorm1d _upNorm;
    private readonly LayerNorm _after;

    public Bottleneck(AvMoeOptions options, int width, bool rectified)
        : base("bottleneck")
    {
        var narrow = width / options.Reduction;
        _rectified = rectified;
        (_before, _after) = (nn.LayerNorm(width), nn.LayerNorm(width));
        _down = nn.Conv1d(width, narrow, 1, groups: options.Groups, bias: false);
        _up = nn.Conv1d(narrow, width, 1, groups: options.Groups, bias: false);
        (_downNorm, _upNorm) = (nn.BatchNorm1d(narrow), nn.BatchNorm1d(width));
        register_module("before", _before);
        register_module("down", _down);
        register_module("down_norm", _downNorm);
        register_module("up", _up);
        register_module("up_norm", _upNorm);
        register_module("after", _after);
        register_parameter("gate", new Parameter(zeros(1)));
    }

    /// <summary>What the expert adds: (N, T, C) for (N, T, C).</summary>
    public override Tensor forward(Tensor x)
    {
        var narrow = _downNorm.call(_down.call(_before.call(x).transpose(1, 2)));
        if (_rectified) narrow = nn.functional.relu(narrow);
        return get_parameter("gate")! * _after.call(_upNorm.call(_up.call(narrow)).transpose(1, 2));
    }

    protected override void RegisterComponents()
    {
    }
}
