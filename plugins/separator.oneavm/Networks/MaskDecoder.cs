namespace PluginHost.Plugins.OneAvm.Networks;

/// <summary>
/// The way up of a U-Net over the levels of the sound's encoder: is told a picture's vector at the bottom and answers with a mask. Each step is a
/// transposed 4x4 convolution of stride 2, batch norm and ReLU, the encoder's level behind it; the last step has neither norm nor ReLU.
/// </summary>
internal sealed class MaskDecoder : nn.Module
{
    // Index k leads up from level k; index 0 leads to the mask and has no norm.
    private readonly ConvTranspose2d[] _up;
    private readonly BatchNorm2d?[] _norm;

    /// <summary>Creates the network with PyTorch's default initial weights, from the global generator.</summary>
    /// <param name="levels">Channels of the encoder's levels, the finest first; each has half the size of the one before.</param>
    /// <param name="vector">Size of a picture's vector.</param>
    public MaskDecoder(IReadOnlyList<int> levels, int vector)
        : base("decoder")
    {
        _up = new ConvTranspose2d[levels.Count];
        _norm = new BatchNorm2d?[levels.Count];
        for (var level = levels.Count - 1; level >= 0; level--)
        {
            var inputs = levels[level] + (level == levels.Count - 1 ? vector : levels[level]);
            _up[level] = nn.ConvTranspose2d(inputs, level == 0 ? 1 : levels[level - 1], 4, stride: 2, padding: 1);
            register_module($"up{level + 1}", _up[level]);
            if (level == 0) continue;
            var norm = nn.BatchNorm2d(levels[level - 1]);
            _norm[level] = norm;
            register_module($"norm{level + 1}", norm);
        }
    }

    /// <summary>Runs the network, once per row.</summary>
    /// <param name="levels">The encoder's levels for each item, (items, channels, H, W), the finest first.</param>
    /// <param name="vectors">The pictures' vectors, (rows, vector).</param>
    /// <param name="layout">Which row asks which item.</param>
    /// <param name="maps">Takes <c>u2</c> on, the level that a step leads up from, normed and before activation; or <see langword="null"/>.</param>
    /// <returns>Mask logits, (rows, 1, H, W), of twice the finest level's size.</returns>
    public Tensor Run(IReadOnlyList<Tensor> levels, Tensor vectors, RowLayout layout, Dictionary<string, Tensor>? maps)
    {
        var x = layout.PerRow(levels[^1]);
        x = cat([vectors.unsqueeze(-1).unsqueeze(-1).expand(-1, -1, x.shape[2], x.shape[3]).to_type(x.dtype), x], 1);
        for (var level = levels.Count - 1; level >= 0; level--)
        {
            if (level < levels.Count - 1) x = cat([x, layout.PerRow(levels[level])], 1);
            x = _up[level].call(x);
            if (_norm[level] is not { } norm) continue;
            x = norm.call(x);
            maps?.Add($"u{level + 1}", x);
            x = nn.functional.relu(x, inplace: maps is null);
        }

        return x;
    }
}
