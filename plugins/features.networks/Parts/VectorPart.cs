using PluginHost.Pixels;

namespace PluginHost.Plugins.FeaturesNetworks;

/// <summary>What gives one tensor of a sample. Safe to use from several threads.</summary>
/// <param name="key">The tensor's name.</param>
/// <param name="origin">The network and its weights, for the log.</param>
internal abstract class VectorPart(string key, string origin) : IDisposable
{
    /// <summary>The tensor's name.</summary>
    public string Key => key;

    /// <summary>The network and its weights: a sentence for the log.</summary>
    public string Origin => origin;

    /// <summary>What several parts make of a clip, by name; gradients are off.</summary>
    /// <returns>The tensors, in the current dispose scope.</returns>
    public static IReadOnlyDictionary<string, Tensor> Vectors(IReadOnlyList<VectorPart> parts, Clip clip)
    {
        using var quiet = no_grad();
        var vectors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            using var scope = NewDisposeScope();
            vectors[part.Key] = part.Of(clip).MoveToOuterDisposeScope();
        }

        return vectors;
    }

    /// <summary>Makes the tensor, in the current dispose scope.</summary>
    public abstract Tensor Of(Clip clip);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>Vectors by the formulas of <c>features.pixels</c>, with its defaults.</summary>
internal sealed class PixelPart(string key) : VectorPart(key, "pixels, fixed formulas that use no weights")
{
    private readonly PixelShape _shape = new();
    private readonly PixelVectors _vectors = new(new());

    public override Tensor Of(Clip clip) => Key == SampleKeys.Objects
        ? tensor(_vectors.Objects(clip.Bytes, clip.Frames, clip.Channels, clip.Height, clip.Width), [clip.Frames, _shape.ObjectSize])
        : tensor(_vectors.Motion(clip.Bytes, clip.Frames, clip.Channels, clip.Height, clip.Width), [_shape.MotionSize, _shape.MotionSteps]);
}

/// <summary>A vector of each frame by a network: float32 (frames, size).</summary>
/// <param name="network">From prepared pictures (N, 3, size, size) to (N, numbers), in evaluation mode. The part owns it.</param>
/// <param name="preparation">How pictures are prepared.</param>
/// <param name="scale">What the network wants done to prepared pictures, if anything.</param>
/// <param name="origin">The network and its weights.</param>
internal sealed class FramePart(
    nn.Module<Tensor, Tensor> network, PicturePreparation preparation, Func<Tensor, Tensor>? scale, string origin)
    : VectorPart(SampleKeys.Objects, origin)
{
    // Frames at once: bounds the memory of a long clip.
    private const int Together = 16;

    public override Tensor Of(Clip clip)
    {
        var rows = new List<Tensor>();
        foreach (var frames in Enumerable.Range(0, clip.Frames).Chunk(Together))
        {
            using var scope = NewDisposeScope();
            var pictures = preparation.Prepare(clip, frames);
            rows.Add(network.call(scale is null ? pictures : scale(pictures)).MoveToOuterDisposeScope());
        }

        return cat(rows, 0);
    }

    public override void Dispose() => network.Dispose();
}

/// <summary>Vectors of a clip by a network over frames spread evenly: float32 (size, moments).</summary>
/// <param name="network">The network, in evaluation mode. The part owns it.</param>
/// <param name="preparation">How frames are prepared.</param>
/// <param name="pooling">What becomes of the tokens of one moment.</param>
/// <param name="origin">The network and its weights.</param>
internal sealed class ClipPart(VideoMotion network, PicturePreparation preparation, MotionPooling pooling, string origin)
    : VectorPart(SampleKeys.Motion, origin)
{
    public override Tensor Of(Clip clip)
    {
        var frames = preparation.Prepare(clip, clip.Spread(network.Sizes.Frames));
        return network.Motion(frames.transpose(0, 1).unsqueeze(0), pooling).squeeze(0).transpose(0, 1).contiguous();
    }

    public override void Dispose() => network.Dispose();
}
