namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>The stretch of a sample's frames that goes with a clip, for a model that sees pictures.</summary>
/// <param name="Middle">The frame in the clip's middle, from 0.</param>
/// <param name="Count">How many frames are wanted; a sample with fewer has its last one repeated.</param>
/// <param name="Size">Height and width that pictures are brought to.</param>
internal sealed record PictureWindow(int Middle, int Count, int Size)
{
    /// <summary>Takes pictures: averaged down over areas, or bilinearly up; grey ones get three equal channels.</summary>
    /// <param name="frames">uint8 (frames, 1 or 3, height, width).</param>
    /// <returns>float32 (count, 3, size, size), from 0 to 1.</returns>
    public Tensor Pictures(Tensor frames)
    {
        var taken = Take(frames).to_type(ScalarType.Float32) / 255;
        var (height, width) = (taken.shape[2], taken.shape[3]);
        if (height > Size || width > Size) taken = nn.functional.adaptive_avg_pool2d(taken, [Size, Size]);
        else if (height < Size || width < Size)
            taken = nn.functional.interpolate(taken, [Size, Size], mode: InterpolationMode.Bilinear, align_corners: false);
        return taken.shape[1] == 1 ? taken.expand(-1, 3, -1, -1) : taken;
    }

    /// <summary>Takes what is known of places: 0 or 1 at the nearest pixel.</summary>
    /// <param name="masks">float32 (frames, 1, height, width).</param>
    /// <returns>float32 (count, 1, size, size).</returns>
    public Tensor Masks(Tensor masks)
    {
        var taken = Take(masks);
        return taken.shape[2] == Size && taken.shape[3] == Size ? taken : nn.functional.interpolate(taken, [Size, Size], mode: InterpolationMode.Nearest);
    }

    private Tensor Take(Tensor frames)
    {
        var total = frames.shape[0];
        var first = Math.Clamp(Middle - (Count / 2), 0, Math.Max(0, total - Count));
        using var places = tensor([.. Enumerable.Range(0, Count).Select(i => Math.Min(first + i, total - 1))]);
        return frames.index_select(0, places);
    }
}
