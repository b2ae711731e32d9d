namespace PluginHost.Plugins.AvMoe;

/// <summary>
/// HTS-AT's encoder (Chen et al., ICASSP 2022): a batch norm over bands, frames fitted to the square (bicubic), the spectrogram folded into it
/// (later frames below earlier ones), and a Swin transformer of the first version.
/// </summary>
internal sealed class SoundTransformer : nn.Module
{
    private readonly BatchNorm2d _norm;
    private readonly int _bands;
    private readonly int _side;

    public SoundTransformer(SoundShape shape, int bands, long seed)
        : base("sound")
    {
        (_bands, _side) = (bands, shape.Side);
        Swin = new(new(shape.Side, shape.Patch, shape.Width, shape.Depths, shape.Heads, shape.Window, 1, SwinVersion.One), seed);
        _norm = nn.BatchNorm2d(bands);
        register_module("bn0", _norm);
        register_module("swin", Swin);
    }

    /// <summary>The transformer behind the fold.</summary>
    public SwinTransformer Swin { get; }

    /// <summary>Tokens of spectrograms (N, frames, bands).</summary>
    public Tensor Embed(Tensor spectrograms) => Swin.Embed(Fold(_norm.call(spectrograms.unsqueeze(1).transpose(1, 3)).transpose(1, 3)));

    protected override void RegisterComponents()
    {
    }

    // (N, 1, frames, bands) to (N, 1, side, side).
    private Tensor Fold(Tensor x)
    {
        var (folds, rows) = (_side / _bands, x.size(0));
        if (x.size(2) != _side * folds)
            x = nn.functional.interpolate(x, [_side * folds, _bands], mode: InterpolationMode.Bicubic, align_corners: true);
        return x.transpose(2, 3).reshape(rows, 1, _bands, folds, _side).permute(0, 1, 3, 2, 4).reshape(rows, 1, _side, _side);
    }
}
