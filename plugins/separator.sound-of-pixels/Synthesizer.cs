namespace PluginHost.Plugins.SoundOfPixels;

/// <summary>Weighs sound features by an object vector: sum over c of scale_c · v_c · S_c, plus a bias.</summary>
internal sealed class Synthesizer : nn.Module
{
    [ComponentName(Name = "scale")]
    private readonly Parameter _scale;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    /// <summary>Creates the weights: scales of 1 and a bias of 0.</summary>
    /// <param name="features">The number of features.</param>
    public Synthesizer(int features)
        : base("synthesizer")
    {
        _scale = new(ones(features));
        _bias = new(zeros(1));
        RegisterComponents();
    }

    /// <summary>Asks for one object per row.</summary>
    /// <param name="features">Sound features, (items, features, H, W).</param>
    /// <param name="objects">Object vectors after their sigmoid, (rows, features).</param>
    /// <param name="layout">Which row asks which item.</param>
    /// <returns>Mask logits, (rows, 1, H, W).</returns>
    public Tensor Run(Tensor features, Tensor objects, RowLayout layout)
    {
        var weights = layout.Gather((objects * _scale).unsqueeze(1));
        var logits = layout.Scatter(bmm(weights, layout.PerQuery(features.flatten(2))));
        return logits.view(-1, 1, features.shape[2], features.shape[3]) + _bias;
    }
}
