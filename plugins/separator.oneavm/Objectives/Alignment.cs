namespace PluginHost.Plugins.OneAvm.Objectives;

/// <summary>
/// How sounds and pictures are compared: by the best place of the picture, as in EZ-VSL (Mo and Morgado, "Localizing visual sounds the easy way",
/// ECCV 2022). Positions are the places of all frames of a picture.
/// </summary>
internal static class Alignment
{
    /// <summary>Cosines of each sound with the places of its own picture.</summary>
    /// <param name="sounds">(rows, D).</param>
    /// <param name="places">(rows, D, positions).</param>
    /// <returns>(rows, positions), from -1 to 1.</returns>
    public static Tensor Maps(Tensor sounds, Tensor places) =>
        (Unit(sounds).unsqueeze(2) * Unit(places)).sum(1);

    /// <summary>Similarity of every sound with every picture: the maximum over positions of the cosine, over the temperature.</summary>
    /// <param name="sounds">(sounds, D).</param>
    /// <param name="places">(pictures, D, positions).</param>
    /// <param name="temperature">The temperature.</param>
    /// <returns>(sounds, pictures).</returns>
    public static Tensor Similarity(Tensor sounds, Tensor places, double temperature) =>
        matmul(Unit(sounds).unsqueeze(0), Unit(places)).amax([2]).transpose(0, 1) / temperature;

    /// <summary>
    /// InfoNCE in both directions: mean over sounds of -log softmax over pictures, plus mean over pictures of -log softmax over sounds.
    /// </summary>
    /// <param name="similarity">Sound r against picture r', (rows, rows); the diagonal is what belongs together.</param>
    /// <param name="pairs">Who is told apart.</param>
    /// <returns>A scalar; 0 where nobody is told apart.</returns>
    public static Tensor Contrast(Tensor similarity, PairTable pairs)
    {
        var apart = pairs.RowsApart(similarity.device);
        var own = similarity.diagonal();
        return Cost(similarity, apart, own) + Cost(similarity.transpose(0, 1), apart, own);
    }

    /// <summary>
    /// InfoNCE of mixed pictures in both directions. A mixed picture belongs to the sound of each of its sources, and these do not compete: every
    /// sound is told apart from the sounds of other items, and from the mixed pictures of other items.
    /// </summary>
    /// <param name="similarity">Sound r against the mixed picture of item b, (rows, items).</param>
    /// <param name="pairs">Who is told apart.</param>
    /// <returns>A scalar; 0 where nobody is told apart.</returns>
    public static Tensor MixedContrast(Tensor similarity, PairTable pairs)
    {
        var slots = similarity.shape[0] / similarity.shape[1];
        var apart = pairs.ItemsApart(similarity.device);
        // Row r's own picture, and that picture against all sounds.
        var spread = similarity.repeat(1, slots);
        var own = spread.diagonal();
        return Cost(similarity, apart, own) + Cost(spread.transpose(0, 1), apart.repeat(1, slots).transpose(0, 1), own);
    }

    // Mean of log(e^own + sum over those told apart of e^similarity) - own.
    private static Tensor Cost(Tensor similarity, Tensor apart, Tensor own)
    {
        var against = similarity.masked_fill(apart.logical_not(), float.NegativeInfinity);
        return (cat([own.unsqueeze(1), against], 1).logsumexp(1) - own).mean();
    }

    private static Tensor Unit(Tensor vectors) => nn.functional.normalize(vectors, p: 2, dim: 1);
}
