namespace PluginHost.Plugins.Classification;

/// <summary>Changes training pictures by chance that a seed settles. Safe for several threads.</summary>
/// <param name="kind">What it does.</param>
internal sealed class PictureAugmentation(Augmentation kind)
{
    /// <summary>Changes a picture.</summary>
    /// <param name="picture">The picture, float32 (channels, height, width).</param>
    /// <param name="seed">Settles the change.</param>
    /// <returns>The changed picture, of the same shape.</returns>
    public Tensor Apply(Tensor picture, long seed)
    {
        if (kind == Augmentation.None) return picture;
        var random = new RandomStream((ulong)seed);
        var (height, width) = (picture.shape[1], picture.shape[2]);
        var (down, right) = (Shift(random, height), Shift(random, width));
        var (rim, side) = (Math.Abs(down), Math.Abs(right));
        var padded = nn.functional.pad(picture, [side, side, rim, rim]);
        var moved = padded.narrow(1, rim - down, height).narrow(2, side - right, width);
        return kind == Augmentation.ShiftFlip && random.NextDouble() < 0.5 ? moved.flip(2) : moved;
    }

    // A tenth of the side, at least one pixel: 3 of 28, 3 of 32.
    private static int Shift(RandomStream random, long side)
    {
        var most = (int)Math.Max(1, side / 10);
        return random.Next(-most, most + 1);
    }
}
