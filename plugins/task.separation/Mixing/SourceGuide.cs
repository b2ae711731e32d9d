namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>What is seen of a source while it sounds.</summary>
/// <param name="Object">Object vector, float32 (size); <see langword="null"/> without an extractor.</param>
/// <param name="Motion">Motion vectors, float32 (size, steps); <see langword="null"/> without an extractor.</param>
/// <param name="Pictures">Pictures, float32 (frames, 3, height, width) from 0 to 1; <see langword="null"/> for a model that sees none.</param>
internal sealed record SourceGuide(Tensor? Object, Tensor? Motion, Tensor? Pictures)
{
    /// <summary>Merges the object vectors around a frame by their element-wise maximum.</summary>
    /// <param name="objects">float32 (frames, size).</param>
    /// <param name="frame">The middle frame, from 0.</param>
    /// <param name="merged">How many frames are merged; fewer where there are fewer.</param>
    /// <returns>float32 (size).</returns>
    public static Tensor ObjectAround(Tensor objects, int frame, int merged)
    {
        var frames = (int)objects.shape[0];
        var count = Math.Min(merged, frames);
        return objects.narrow(0, Math.Clamp(frame - (merged / 2), 0, frames - count), count).amax([0]);
    }
}
