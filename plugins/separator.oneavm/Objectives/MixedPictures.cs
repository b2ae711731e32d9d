namespace PluginHost.Plugins.OneAvm.Objectives;

/// <summary>Mixes the pictures of a mixture's sources pixel by pixel.</summary>
internal static class MixedPictures
{
    /// <summary>lam · v1 + (1 - lam) · v2 for two sources; with more, all but the first share 1 - lam equally.</summary>
    /// <param name="pictures">Pictures of all rows, (rows, frames, 3, H, W); row r is slot r / items of item r % items.</param>
    /// <param name="slots">Sources of an item; at least 2.</param>
    /// <param name="share">lam, the share of the first source.</param>
    /// <returns>One mixed picture an item, (items, frames, 3, H, W).</returns>
    public static Tensor Of(Tensor pictures, int slots, double share)
    {
        var sources = pictures.chunk(slots, 0);
        var mixed = sources[0] * share;
        for (var slot = 1; slot < slots; slot++) mixed += sources[slot] * ((1 - share) / (slots - 1));
        return mixed;
    }
}
