namespace PluginHost.Plugins.SelfSupervised;

/// <summary>A view of a picture, with what it would be without its noise and hidden patches.</summary>
/// <param name="Picture">The view, float32 (channels, height, width).</param>
/// <param name="Original">The same without noise and hidden patches.</param>
/// <param name="Hidden">1 where a patch is hidden, else 0, float32 (1, height, width).</param>
internal sealed record View(Tensor Picture, Tensor Original, Tensor Hidden);

/// <summary>Makes views of pictures by chance that a stream settles. Safe for several threads.</summary>
/// <param name="options">How.</param>
internal sealed class PictureViews(ViewOptions options)
{
    /// <summary>Makes a view, in the current dispose scope.</summary>
    /// <param name="picture">The picture, float32 (channels, height, width); not changed.</param>
    /// <param name="random">Settles everything.</param>
    /// <returns>The view, of the picture's size.</returns>
    public View Make(Tensor picture, RandomStream random)
    {
        var original = Intensity(Flip(Shift(Crop(picture, random), random), random), random);
        var hidden = Hidden(original, random);
        var view = options.Noise > 0 ? original + Noise(original.shape, random) : original;
        return new(options.Hidden > 0 ? view * (1 - hidden) : view, original, hidden);
    }

    private Tensor Crop(Tensor picture, RandomStream random)
    {
        if (options.LeastArea >= 1) return picture;
        var side = Math.Sqrt(random.NextDouble(options.LeastArea, 1));
        var (height, width) = (picture.shape[1], picture.shape[2]);
        var (rows, columns) = (Kept(height, side), Kept(width, side));
        var (top, left) = (random.Next((int)(height - rows) + 1), random.Next((int)(width - columns) + 1));
        var crop = picture.narrow(1, top, rows).narrow(2, left, columns).unsqueeze(0);
        return nn.functional.interpolate(crop, size: [height, width], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(0);
    }

    private static long Kept(long side, double share) => Math.Clamp((long)Math.Round(side * share), 1, side);

    private Tensor Shift(Tensor picture, RandomStream random)
    {
        if (options.Shift == 0) return picture;
        var (height, width) = (picture.shape[1], picture.shape[2]);
        var (down, right) = (Distance(random, height), Distance(random, width));
        var (rim, side) = (Math.Abs(down), Math.Abs(right));
        return nn.functional.pad(picture, [side, side, rim, rim]).narrow(1, rim - down, height).narrow(2, side - right, width);
    }

    private int Distance(RandomStream random, long side)
    {
        var most = (int)Math.Round(side * options.Shift);
        return random.Next(-most, most + 1);
    }

    private Tensor Flip(Tensor picture, RandomStream random) => options.Flip && random.NextDouble() < 0.5 ? picture.flip(2) : picture;

    private Tensor Intensity(Tensor picture, RandomStream random)
    {
        if (options.Intensity == 0) return picture;
        var (intensity, contrast) = (Factor(random), Factor(random));
        var mean = picture.mean();
        return (((picture - mean) * contrast) + mean) * intensity;
    }

    private double Factor(RandomStream random) => 1 + random.NextDouble(-options.Intensity, options.Intensity);

    private static Tensor Noise(long[] shape, double deviation, RandomStream random)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(deviation * random.NextGaussian());
        return tensor(values).reshape(shape);
    }

    private Tensor Noise(long[] shape, RandomStream random) => Noise(shape, options.Noise, random);

    // A share of the cells of a grid of patches; a cell at the right or lower edge may be cut.
    private Tensor Hidden(Tensor picture, RandomStream random)
    {
        var (height, width) = ((int)picture.shape[1], (int)picture.shape[2]);
        var mask = new float[height * width];
        if (options.Hidden > 0)
        {
            var (rows, columns) = ((height + options.Patch - 1) / options.Patch, (width + options.Patch - 1) / options.Patch);
            var chosen = random.Choose(rows * columns, (int)Math.Round(options.Hidden * rows * columns)).ToHashSet();
            for (var i = 0; i < mask.Length; i++)
                if (chosen.Contains((i / width / options.Patch * columns) + (i % width / options.Patch))) mask[i] = 1;
        }

        return tensor(mask).reshape(1, height, width);
    }
}
