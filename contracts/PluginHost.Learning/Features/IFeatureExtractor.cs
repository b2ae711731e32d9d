using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>A frozen extractor that turns the pictures of a sample into vectors. It sees pictures only, never labels.</summary>
/// <remarks>Deterministic and safe to use from several threads.</remarks>
[ComponentKind("features")]
public interface IFeatureExtractor
{
    /// <summary>The tensors that this extractor adds to a sample, in the terms of <see cref="SampleKeys"/>.</summary>
    IReadOnlyList<string> Produces { get; }

    /// <summary>Extracts features.</summary>
    /// <param name="frames">Pictures, uint8 (frames, channels, height, width), 1 or 3 channels, at least one frame.</param>
    /// <param name="frameRate">Frames per second.</param>
    /// <returns>One tensor for each name of <see cref="Produces"/>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The pictures have another shape or type.</exception>
    IReadOnlyDictionary<string, Tensor> Extract(Tensor frames, double frameRate);
}
