using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>Object vectors are the mean brightness in squares of each frame; motion is its change from frame to frame.</summary>
[Component("plugin-name")]
public sealed class PluginNameFeatures(PluginNameOptions options) : IFeatureExtractor
{
    public IReadOnlyList<string> Produces { get; } = [SampleKeys.Objects, SampleKeys.Motion];

    public IReadOnlyDictionary<string, Tensor> Extract(Tensor frames, double frameRate)
    {
        if (frames.dim() != 4) throw new ArgumentException("Pictures are (frames, channels, height, width).", nameof(frames));
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var grey = frames.to_type(ScalarType.Float32).mean([1], keepdim: true) / 255;
        var squares = nn.functional.adaptive_avg_pool2d(grey, [options.Squares, options.Squares]).flatten(1);
        var before = cat([squares.narrow(0, 0, 1), squares.narrow(0, 0, squares.shape[0] - 1)], 0);
        return new Dictionary<string, Tensor>
        {
            [SampleKeys.Objects] = squares.MoveToOuterDisposeScope(),
            [SampleKeys.Motion] = (squares - before).transpose(0, 1).contiguous().MoveToOuterDisposeScope(),
        };
    }
}

/// <summary>Options of the component: these are the defaults.</summary>
public sealed class PluginNameOptions
{
    /// <summary>Squares on a side of a frame.</summary>
    [Range(1, 32)]
    public int Squares { get; set; } = 4;
}
