using PluginHost.Pixels;

namespace PluginHost.Plugins.FeaturesPixels;

/// <summary>Object vector from block means and gradients of each frame, motion vectors from changes; no weights.</summary>
/// <remarks>
/// A frozen extractor without weights: object vectors (frames, 512) from the pixels of each frame, motion vectors (768, 8) from the
/// differences of frames spread over the clip. Grey or colour, any picture size from 2 x 2.
/// </remarks>
[Component("pixels")]
public sealed class PixelExtractor(PixelOptions options) : IFeatureExtractor
{
    private readonly PixelVectors _vectors =
        new(new(options.ObjectSize, options.MotionSize, options.MotionSteps, options.ObjectNorm, options.Seed));

    /// <inheritdoc/>
    public IReadOnlyList<string> Produces { get; } = [SampleKeys.Objects, SampleKeys.Motion];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Extract(Tensor frames, double frameRate)
    {
        var shape = frames.shape;
        if (frames.dtype != ScalarType.Byte || shape is not [>= 1, 1 or 3, >= 2, >= 2])
        {
            throw new ArgumentException(
                $"Frames must be uint8 (frames, 1 or 3, height, width); found {frames.dtype} ({string.Join(", ", shape)}).",
                nameof(frames));
        }

        var (count, channels, height, width) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
        using var whole = frames.contiguous();
        var bytes = whole.data<byte>().ToArray();
        return new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Objects] = tensor(_vectors.Objects(bytes, count, channels, height, width), [count, options.ObjectSize]),
            [SampleKeys.Motion] = tensor(_vectors.Motion(bytes, count, channels, height, width), [options.MotionSize, options.MotionSteps]),
        };
    }
}
